import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type HealthIncident,
  healthIncidentClosed,
  healthIncidentOpened,
} from '../../../shared/contracts/events/health-events.ts';
import { openSupportDesk, TENANT } from './support-desk.ts';

/** A Tuesday morning. */
const START = Date.parse('2026-07-07T08:00:00Z');

async function desk() {
  const opened = await openSupportDesk(START);
  onTestFinished(() => opened.platform.close());
  return opened;
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
    const ada = await signIn('Ada', 'GlobalAdministrator');
    await hear('health-monitor', subject, healthIncidentOpened.event(incident));

    const { items } = (await ada('/tickets')).body;
    const id = `ticket:${incident.incidentId}:1`;
    expect(items).toMatchObject([{ id, incidentId: incident.incidentId, devices: 2 }]);
    const ticket = () => ada(`/tickets/${id}`).then(({ body }) => body);
    expect(await ticket()).toMatchObject({
      state: 'new',
      severity: 'B',
      area: 'Devices',
      raisedBy: 'service',
      description: incident.sentence,
      devices: incident.devices,
      entries: [{ kind: 'notice', text: 'Nobody is named as contact for Devices.' }],
    });
    const timeline = await ada(`/api/v1/ticket-router/tenants/${TENANT}/devices/device-1/timeline`);
    expect(JSON.stringify(timeline.body.items)).toContain(id);

    await pass(5);
    expect((await ticket()).entries).toHaveLength(2);
    expect((await ticket()).entries[1].text).toBe('Nobody has begun in time.');

    const closedAt = '2026-07-07T13:00:00Z';
    await hear(
      'health-monitor',
      subject,
      healthIncidentClosed.event({ ...incident, closedAt, sentence: 'It is well.' }),
    );
    expect(await ticket()).toMatchObject({ state: 'resolved', resolution: 'It is well.' });
    await pass(25);
    expect((await ticket()).state).toBe('closed');
    expect(await ada(`/tickets/${id}/reactivate`, { text: 'Again.' })).toMatchObject({ status: 409 });
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
    const ada = await signIn('Ada', 'GlobalAdministrator');
    expect((await ada('/contacts/Other', contacts, 'PUT')).status).toBe(200);
    expect(await ada('/tickets', asked)).toMatchObject({ status: 409, body: { code: 'contact-missing' } });
    expect((await ada('/contacts/Devices', contacts, 'PUT')).status).toBe(200);
    expect(await ada('/tickets', { ...asked, severity: 'A' })).toMatchObject({ status: 422 });
    const { status, body } = await ada('/tickets', asked);
    expect({ status, body }).toMatchObject({ status: 201, body: { severity: 'C' } });
    const own = `/tickets/${body.ticketId}`;
    const timeline = await ada(`/api/v1/ticket-router/tenants/${TENANT}/devices/device-7/timeline`);
    expect(JSON.stringify(timeline.body.items)).toContain(body.ticketId);

    expect((await ada(`${own}/start`, { text: 'We look into it.' })).body.firstResponseDue).toBeNull();
    expect((await ada(`${own}/ask`, { text: 'Which one?' })).body.nextActionOwner).toBe('Customer');
    await pass(47);
    expect((await ada(own)).body.state).toBe('waiting-customer');
    await pass(1);
    expect((await ada(own)).body.state).toBe('resolved');
    expect((await ada(`${own}/reactivate`, { text: 'It is device-7.' })).body.state).toBe('working');
  });

  it('about security has contacts that only those with a security role name', async () => {
    const { signIn } = await desk();
    const eve = await signIn('Eve', 'IntuneServiceAdministrator');
    const ada = await signIn('Ada', 'GlobalAdministrator');
    const refused = await eve('/contacts/Security', contacts, 'PUT');
    expect(refused).toMatchObject({ status: 403, body: { code: 'role-missing' } });
    expect((await ada('/contacts/Security', contacts, 'PUT')).status).toBe(200);
  });
});
