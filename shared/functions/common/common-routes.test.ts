import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, openGround, type ServiceGround } from '../../../tests/pipeline/ground.ts';
import { approvalList, requestApproval, takeApproval } from '../../approvals/approval.store.ts';
import { on } from '../../bus/handlers.ts';
import type { Actor } from '../../contracts/actor.ts';
import { type TenantRecord, tenantEnrolled } from '../../contracts/events/tenant-events.ts';
import type { Plan } from '../../contracts/http/approvals.ts';
import { Refusal } from '../../contracts/refusal.ts';
import { defineAggregate } from '../../state/aggregate.ts';
import type { ServiceDefinition } from '../service.ts';
import { knownTenant, loadKnownTenant } from '../tenants/known-tenant.ts';
import { serve, type TestResponse } from '../testing/serve.ts';
import { OPERATOR, OPERATORS_TENANT, openTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { openTestRuntime } from '../testing/test-runtime.ts';
import { commonRoutes } from './common-routes.ts';

const tenantId = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const base = `/api/v1/health-monitor/tenants/${tenantId}`;
const record: TenantRecord = {
  tenantId,
  name: 'Contoso',
  entraTenantId: tenantId,
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: OPERATORS_TENANT }],
  state: 'active',
};
const device = defineAggregate({ kind: 'device', schemaVersion: 1, schema: tenantEnrolled.data });
let refuses = true;
const handler = on(tenantEnrolled, {
  aggregate: device,
  id: () => 'd1',
  mode: 'each',
  decide(_, { data }) {
    if (refuses) throw new Refusal('not-today', 'Not today.');
    return { state: data, audit: { action: 'device.seen' } };
  },
});
const definition: ServiceDefinition = {
  name: 'health-monitor',
  tenant: loadKnownTenant,
  routes: [],
  handlers: [handler],
  timers: [],
  lists: [],
  settings: [],
};
const actor: Actor = { kind: 'service', id: 'device-registration' };

let ground: Ground;
let publisher: ServiceGround;
let service: ServiceGround;
let issuer: TestIssuer;
let ask: (
  method: 'GET' | 'POST',
  path: string,
  options?: { body?: unknown; headers?: object; as?: string },
) => Promise<TestResponse>;

beforeAll(async () => {
  issuer = await openTestIssuer();
  ground = await openGround(['device-registration', 'health-monitor']);
  publisher = ground.openService('device-registration');
  service = ground.openService('health-monitor', { handlers: [handler], lists: [approvalList] });
  await service.state.change(knownTenant, { tenantId, id: tenantId }, () => ({ state: record }), { actor });
  const runtime = openTestRuntime({ service: definition, verifyToken: issuer.verifyToken, ...service });
  const answer = serve(commonRoutes(definition), async () => runtime);
  ask = async (method, path, { body, headers, as = OPERATOR } = {}) =>
    answer({
      method,
      path,
      headers: { authorization: `Bearer ${await issuer.sign('GlobalAdministrator', { oid: as })}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
});
afterAll(() => ground.close());

const itemsOf = (response: TestResponse) => response.json()['items'] as Record<string, unknown>[];

describe('what every service answers', () => {
  it('status: what it knows of a tenant', async () => {
    expect((await ask('GET', `${base}/status`)).json()).toEqual({
      service: 'health-monitor',
      tenantId,
      name: 'Contoso',
      state: 'active',
    });
  });

  it('changes: numbers that move, and 304 while they do not', async () => {
    await service.feed();
    const first = await ask('GET', `${base}/changes`);
    expect(first.json()).toEqual({ areas: { tenant: 1 } });
    const etag = first.headers.get('etag') ?? '';
    expect((await ask('GET', `${base}/changes`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    await service.state.change(
      knownTenant,
      { tenantId, id: tenantId },
      () => ({ state: record, audit: { action: 'tenant.seen' } }),
      { actor },
    );
    await service.feed();
    expect((await ask('GET', `${base}/changes`, { headers: { 'if-none-match': etag } })).json()).toEqual({
      areas: { tenant: 2 },
    });
  });

  it('audit: who did what, and that nobody has touched it', async () => {
    expect(itemsOf(await ask('GET', `${base}/audit`))).toMatchObject([{ action: 'tenant.seen', actor, number: 1 }]);
    expect((await ask('GET', `${base}/audit/verify`)).json()).toEqual({ intact: true, seals: 1, records: 1 });
    expect((await ask('GET', `${base}/audit/verify?from=5&to=2`)).status).toBe(400);
  });

  it('operations: how far long work is', async () => {
    await service.state.operations.create(tenantId, 'o1', 'import-devices', ['read', 'save'], { actor });
    await service.feed();
    expect(itemsOf(await ask('GET', `${base}/operations?outcome=running`))).toMatchObject([
      { id: 'o1', name: 'import-devices' },
    ]);
    expect((await ask('GET', `${base}/operations/o1`)).json()).toMatchObject({
      id: 'o1',
      outcome: { kind: 'running' },
    });
    expect((await ask('GET', `${base}/operations/o2`)).json()).toMatchObject({ status: 404, code: 'not-found' });
    const csv = await ask('GET', `${base}/operations`, { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFid,startedAt,name,outcome',
      'o1,2026-03-02T08:00:00.000Z,import-devices,running',
    ]);
  });

  it('lists: refuse a sort or a place that is none', async () => {
    expect((await ask('GET', `${base}/operations?sort=nothing`)).json()).toMatchObject({
      status: 400,
      code: 'invalid-query',
    });
    expect((await ask('GET', `${base}/operations?after=nowhere`)).json()).toMatchObject({
      status: 400,
      code: 'invalid-query',
    });
  });
});

describe('a message that the service refuses', () => {
  it('waits as a dead letter until a person sends it again; then it has its effect', async () => {
    const tenant = defineAggregate({ kind: 'tenant', schemaVersion: 1, schema: tenantEnrolled.data });
    const enrolled = () => ({ state: record, events: [tenantEnrolled.event(record)] });
    await publisher.state.change(tenant, { tenantId, id: tenantId }, enrolled, { actor });
    await publisher.feed();
    await service.consume();
    await service.feed();

    const [letter] = itemsOf(await ask('GET', `${base}/dead-letters?reason=refused&status=waiting`));
    expect(letter).toMatchObject({ reason: 'refused', error: 'Not today.', type: 'omd.tenant.enrolled.v1' });
    const one = `${base}/dead-letters/${letter?.['id']}`;
    expect((await ask('GET', one)).json()).toMatchObject({ content: { kind: 'event' }, status: { kind: 'waiting' } });

    refuses = false;
    expect((await ask('POST', `${one}/replay`)).json()).toMatchObject({ status: { kind: 'replayed' }, replays: 1 });
    await service.consume();
    expect(await service.state.load(device, tenantId, 'd1')).toMatchObject({ state: record });
    expect(itemsOf(await ask('GET', `${base}/devices/d1/timeline`))).toMatchObject([
      { kind: 'audit', record: { action: 'device.seen' } },
    ]);
  });

  it('can be discarded with a reason that stays on record, and then not sent again', async () => {
    await service.state.park({ reason: 'exhausted', error: 'Gone.', content: { body: 'not an event' }, attempt: 1 });
    const event = {
      specversion: '1.0',
      id: 'e1',
      source: '/device-registration',
      type: 'omd.tenant.enrolled.v1',
      subject: `tenant:${tenantId}`,
      time: '2026-03-02T08:00:00.000Z',
      datacontenttype: 'application/json',
      tenantid: tenantId,
      sequence: 9,
      correlationid: 'c1',
      data: record,
    } as const;
    await service.state.park({ reason: 'exhausted', error: 'Gone.', content: event, attempt: 9 });
    const discarded = await ask('POST', `${base}/dead-letters/e1/discard`, { body: { reason: 'An old test.' } });
    expect(discarded.json()).toMatchObject({ status: { kind: 'discarded', reason: 'An old test.' } });
    expect((await ask('POST', `${base}/dead-letters/e1/replay`)).json()).toMatchObject({
      status: 409,
      code: 'dead-letter-not-replayable',
    });
    expect((await ask('POST', `${base}/dead-letters/e2/replay`)).json()).toMatchObject({
      status: 404,
      code: 'dead-letter-unknown',
    });
  });

  it('that belongs to no tenant is found by those who run the product', async () => {
    await service.feed();
    const platform = base.replace(tenantId, '-');
    const [letter] = itemsOf(await ask('GET', `${platform}/dead-letters`));
    expect(letter).toMatchObject({ reason: 'exhausted', type: null });
    const whole = await ask('GET', `${platform}/dead-letters/${letter?.['id']}`);
    expect(whole.json()).toMatchObject({ content: { kind: 'text', text: '"not an event"' } });
    expect((await ask('GET', `${platform}/audit/verify`)).json()).toMatchObject({ intact: true });
  });

  it('is sent again together with all others of its reason', async () => {
    expect((await ask('POST', `${base}/dead-letters/replay`, { body: { reason: 'too-large' } })).json()).toEqual({
      replayed: 0,
      more: false,
    });
  });
});

describe('a plan that needs a second person', () => {
  const plan: Plan = { action: 'wipe-devices', devices: ['d1'], calls: { wipe: 1 }, seconds: 5, risks: [] };
  const requester: Actor = { kind: 'person', id: OPERATOR, entraTenantId: OPERATORS_TENANT, name: 'Ada' };
  const now = () => ground.clock.now();

  it('is found, approved by another than asked, and used once', async () => {
    const { planHash } = await requestApproval(service.state, { tenantId, id: 'a1' }, plan, {
      actor: requester,
      now: now(),
    });
    await service.feed();
    expect(itemsOf(await ask('GET', `${base}/approvals?status=waiting`))).toMatchObject([
      { id: 'a1', action: 'wipe-devices', devices: 1, requestedBy: 'Ada' },
    ]);

    const approve = (as: string) => ask('POST', `${base}/approvals/a1/approve`, { body: { planHash }, as });
    expect((await approve(OPERATOR)).json()).toMatchObject({ status: 403, code: 'approver-is-requester' });
    expect((await approve('ben')).json()).toMatchObject({ status: { kind: 'approved', by: { id: 'ben' } } });
    expect((await approve('cleo')).json()).toMatchObject({ status: 409, code: 'approval-decided' });

    const use = () => takeApproval(service.state, { tenantId, id: 'a1' }, plan, { actor: requester, now: now() });
    expect((await use()).status).toMatchObject({ kind: 'used', usedBy: requester });
    await expect(use()).rejects.toMatchObject({ code: 'approval-missing' });
  });

  it('is void when the world has moved since', async () => {
    const { planHash } = await requestApproval(service.state, { tenantId, id: 'a2' }, plan, {
      actor: requester,
      now: now(),
    });
    await ask('POST', `${base}/approvals/a2/approve`, { body: { planHash }, as: 'ben' });
    const moved = { ...plan, devices: ['d1', 'd2'] };
    await expect(
      takeApproval(service.state, { tenantId, id: 'a2' }, moved, { actor: requester, now: now() }),
    ).rejects.toMatchObject({ code: 'plan-moved' });
    expect((await ask('GET', `${base}/approvals/a2`)).json()).toMatchObject({ status: { kind: 'void' } });
  });

  it('can be rejected with a reason', async () => {
    await requestApproval(service.state, { tenantId, id: 'a3' }, plan, { actor: requester, now: now() });
    const rejected = await ask('POST', `${base}/approvals/a3/reject`, { body: { reason: 'Too many.' }, as: 'ben' });
    expect(rejected.json()).toMatchObject({ status: { kind: 'rejected', reason: 'Too many.' } });
    expect((await ask('GET', `${base}/approvals/a9`)).json()).toMatchObject({ code: 'not-found' });
  });
});
