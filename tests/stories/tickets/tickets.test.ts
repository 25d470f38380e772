import { describe, expect, it, onTestFinished } from 'vitest';
import { HOUR, MINUTE } from '../../../infra/local/fleet/model/time.ts';
import {
  type HealthIncident,
  healthIncidentClosed,
  healthIncidentOpened,
} from '../../../shared/contracts/events/health-events.ts';
import {
  deviceIsolated,
  deviceReleased,
  isolationSent,
  securityIncidentOpened,
} from '../../../shared/contracts/events/security-events.ts';
import { demoTenantEnrolled, openProduct, part, TENANT } from '../product.ts';

/** A Tuesday morning. */
const START = Date.parse('2026-07-07T08:00:00Z');

const services = part('tickets-answer', new URL('answer/', import.meta.url));

/** The ticket service, what it hears, and people before it. */
async function desk() {
  const product = await openProduct(START, { services });
  onTestFinished(() => product.platform.close());
  async function hear(...told: Parameters<typeof product.tell>) {
    await product.tell(...told);
    await product.platform.driver.settle();
  }
  await hear('device-registration', [demoTenantEnrolled]);
  return { ...product, hear };
}

interface AuditLine {
  readonly action: string;
}

/** Nothing can be saved any more once something was. */
async function cutOffAfterFirstSave<T>(work: () => Promise<T>): Promise<T> {
  const hook = Symbol.for('omd.crashPoint');
  let saved = false;
  Object.assign(globalThis, {
    [hook](name: string) {
      if (name === 'before-commit' && saved) throw new Error('Cut off.');
      if (name === 'after-commit') saved = true;
    },
  });
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(globalThis, hook);
  }
}

const incident: HealthIncident = {
  incidentId: 'stop-errors-2026-07-07',
  signal: 'stop-errors',
  since: '2026-07-07T08:00:00Z',
  affected: 2,
  reporting: 60,
  threshold: 0.97,
  devices: ['device-1', 'device-2'],
  sentence: '2 of 60 devices had stop errors in Netwtw10.sys.',
};
const subject = `incident:${incident.incidentId}`;

describe('an incident of health', () => {
  it('is one ticket with its devices, late when nobody begins, over with the incident, and closed a day later', async () => {
    const { hear, signIn, pass } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    await hear('health-monitor', [{ subject, event: healthIncidentOpened.event(incident) }]);

    const { items } = (await ada('GET', '/tickets')).body;
    const id = `ticket:${incident.incidentId}:1`;
    expect(items).toMatchObject([{ id, incidentId: incident.incidentId, devices: 2 }]);
    const ticket = () => ada('GET', `/tickets/${id}`).then(({ body }) => body);
    expect(await ticket()).toMatchObject({
      state: 'new',
      severity: 'B',
      area: 'Devices',
      raisedBy: 'service',
      description: incident.sentence,
      devices: incident.devices,
      entries: [{ kind: 'notice', text: 'Nobody is named as contact for Devices.' }],
    });
    const timeline = await ada('GET', `/api/v1/ticket-router/tenants/${TENANT}/devices/device-1/timeline`);
    expect(JSON.stringify(timeline.body.items)).toContain(id);

    await pass(5 * HOUR);
    expect((await ticket()).entries).toHaveLength(2);
    expect((await ticket()).entries[1].text).toBe('Nobody has begun in time.');

    const closedAt = '2026-07-07T13:00:00Z';
    const closed = healthIncidentClosed.event({ ...incident, closedAt, sentence: 'It is well.' });
    await hear('health-monitor', [{ subject, event: closed }]);
    expect(await ticket()).toMatchObject({ state: 'resolved', resolution: 'It is well.' });
    await pass(25 * HOUR);
    expect((await ticket()).state).toBe('closed');
    expect(await ada('POST', `/tickets/${id}/reactivate`, { body: { text: 'Again.' } })).toMatchObject({ status: 409 });
  });
});

describe('an attack', () => {
  it('tells ticket and contacts when a device is being cut off, is cut off, and is back', async () => {
    const { hear, signIn } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    await ada('PUT', '/contacts/Security', { body: { contacts: [{ name: 'Sam', email: 'sam@contoso.com' }] } });
    const at = '2026-07-07T08:00:00Z';
    const opened = securityIncidentOpened.event({
      ...{ incidentId: 'defender-7', title: 'Ransomware', severity: 'high', category: null, alertIds: ['a1'] },
      ...{ devices: ['device-1'], firstSeen: at, lastSeen: at, state: 'new', triageDue: at, sentence: '1 alert.' },
    });
    await hear('security-alert-responder', [{ subject: 'incident:defender-7', event: opened }]);
    const isolation = {
      ...{ isolationId: 'i1.1', incidentId: 'defender-7', deviceId: 'device-1', requestedBy: 'Ada', approvedBy: 'Ben' },
    };
    const told = [
      isolationSent.event({ ...isolation, sentAt: at, wanted: 'isolate', sentence: 'Defender has the request.' }),
      deviceIsolated.event({ ...isolation, confirmedAt: at, sentence: 'PC-1 is cut off.' }),
      deviceReleased.event({ ...isolation, confirmedAt: at, sentence: 'PC-1 is back.' }),
    ];
    for (const event of told) await hear('security-alert-responder', [{ subject: 'isolation:i1.1', event }]);
    const { entries, severity } = (await ada('GET', '/tickets/ticket:defender-7:1')).body;
    expect(severity).toBe('A');
    const notice = 'notice: Told in the product: Sam.';
    expect(entries.map(({ kind, text }: { kind: string; text: string }) => `${kind}: ${text}`)).toEqual([
      notice,
      ...['note: Defender has the request.', notice],
      ...['note: PC-1 is cut off.', notice],
      ...['note: PC-1 is back.', notice],
    ]);
  });
});

describe('a ticket of a person', () => {
  const asked = {
    kind: 'ChangeRequest',
    area: 'Devices',
    title: 'Move a device to Fast',
    description: 'Please.',
    contact: { givenName: 'Cleo', surname: 'Ray', email: 'cleo@contoso.com', phone: '+49 1' },
    devices: ['device-7'],
  };
  const contacts = { contacts: [{ name: 'Dana', email: 'dana@contoso.com' }] };

  it('needs a contact of its area, is of severity C, and is closed when the requester is silent', async () => {
    const { signIn, pass } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    expect((await ada('PUT', '/contacts/Other', { body: contacts })).status).toBe(200);
    expect(await ada('POST', '/tickets', { body: asked })).toMatchObject({
      status: 409,
      body: { code: 'contact-missing' },
    });
    expect((await ada('PUT', '/contacts/Devices', { body: contacts })).status).toBe(200);
    expect(await ada('POST', '/tickets', { body: { ...asked, severity: 'A' } })).toMatchObject({ status: 422 });
    const { status, body } = await ada('POST', '/tickets', { body: asked });
    expect({ status, body }).toMatchObject({ status: 201, body: { severity: 'C' } });
    const own = `/tickets/${body.ticketId}`;
    const timeline = await ada('GET', `/api/v1/ticket-router/tenants/${TENANT}/devices/device-7/timeline`);
    expect(JSON.stringify(timeline.body.items)).toContain(body.ticketId);

    expect(
      (await ada('POST', `${own}/start`, { body: { text: 'We look into it.' } })).body.firstResponseDue,
    ).toBeNull();
    expect((await ada('POST', `${own}/ask`, { body: { text: 'Which one?' } })).body.nextActionOwner).toBe('Customer');
    await pass(47 * HOUR);
    const waiting = (await ada('GET', own)).body;
    expect(waiting.state).toBe('waiting-customer');
    const takeover = expect.stringMatching(/asked to take over.*Dana/);
    expect(waiting.entries.filter(({ kind }: { kind: string }) => kind === 'notice').slice(1)).toMatchObject([
      { text: takeover },
    ]);
    await pass(HOUR);
    expect((await ada('GET', own)).body.state).toBe('resolved');
    expect((await ada('POST', `${own}/reactivate`, { body: { text: 'It is device-7.' } })).body.state).toBe('working');
  });

  it('is found by its category, and edited in one step by whoever has seen its newest state', async () => {
    const { signIn, pass } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    const { area: _, ...ofCategory } = { ...asked, kind: 'Incident', category: ' apps ', subcategory: 'Other ' };
    const open = () => ada('POST', '/tickets', { body: ofCategory });
    expect((await open()).body).toMatchObject({ code: 'contact-missing', area: 'AppPackaging' });
    await ada('PUT', '/contacts/AppPackaging', { body: contacts });
    const opened = (await open()).body;
    expect(opened).toMatchObject({ area: 'AppPackaging', category: 'apps', subcategory: 'Other', severity: 'C' });

    const own = `/tickets/${opened.ticketId}`;
    const { etag } = await ada('GET', own);
    const edit = (body: unknown, seen?: string) =>
      ada('PATCH', own, { body, ...(seen && { headers: { 'if-match': seen } }) });
    expect(await edit({ title: 'Teams' })).toMatchObject({ status: 428 });
    const raised = await edit(
      { title: 'Teams does not start', severity: 'A', state: 'working', comment: 'On it.' },
      etag,
    );
    expect(raised).toMatchObject({
      status: 200,
      body: { title: 'Teams does not start', severity: 'A', state: 'working', firstResponseDue: null },
    });
    expect(await edit({ comment: 'Late.' }, etag)).toMatchObject({ status: 412, body: { code: 'stale' } });
    expect(await edit({ state: 'resolved' }, raised.etag)).toMatchObject({ status: 400 });
    const over = await edit({ state: 'resolved', comment: 'Repaired.' }, raised.etag);
    expect(over.body).toMatchObject({ state: 'resolved', resolution: 'Repaired.' });
    expect(await edit({ title: 'Teams' }, over.etag)).toMatchObject({ status: 409, body: { code: 'ticket-not-open' } });
    expect((await edit({ state: 'working', comment: 'Again.' }, over.etag)).body.state).toBe('working');

    await pass(MINUTE);
    const page = await ada('GET', `/api/v1/ticket-router/tenants/${TENANT}/audit`);
    const edits = page.body.items.filter(({ action }: AuditLine) => action === 'ticket.edit');
    expect(edits).toHaveLength(3);
  });

  it('of a change or a request for information stays at severity C', async () => {
    const { signIn } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    await ada('PUT', '/contacts/Devices', { body: contacts });
    for (const kind of ['ChangeRequest', 'RequestForInformation']) {
      const { body, etag } = await ada('POST', '/tickets', { body: { ...asked, kind, title: kind } });
      expect(body).toMatchObject({ kind, severity: 'C' });
      const headers = { 'if-match': etag || (await ada('GET', `/tickets/${body.ticketId}`)).etag };
      expect(await ada('PATCH', `/tickets/${body.ticketId}`, { body: { severity: 'B' }, headers })).toMatchObject({
        status: 422,
        body: { code: 'severity-forced' },
      });
    }
  });

  it('has its clocks though it was cut off before its message was sent', async () => {
    const { signIn, pass } = await desk();
    const ada = signIn('Ada', 'GlobalAdministrator');
    await ada('PUT', '/contacts/Devices', { body: contacts });
    const { status } = await cutOffAfterFirstSave(() =>
      ada('POST', '/tickets', { body: { ...asked, kind: 'Incident' } }),
    );
    expect(status).toBeGreaterThanOrEqual(500);
    await pass(9 * HOUR);
    const [{ id }] = (await ada('GET', '/tickets')).body.items;
    expect((await ada('GET', `/tickets/${id}`)).body.entries.at(-1).text).toBe('Nobody has begun in time.');
    await pass(HOUR);
    expect((await ada('GET', `/tickets/${id}`)).body.entries).toHaveLength(2);
  });

  it('about security has contacts that only those with a security role name', async () => {
    const { signIn } = await desk();
    const eve = signIn('Eve', 'IntuneServiceAdministrator');
    const ada = signIn('Ada', 'GlobalAdministrator');
    const refused = await eve('PUT', '/contacts/Security', { body: contacts });
    expect(refused).toMatchObject({ status: 403, body: { code: 'role-missing' } });
    expect((await ada('PUT', '/contacts/Security', { body: contacts })).status).toBe(200);
  });
});
