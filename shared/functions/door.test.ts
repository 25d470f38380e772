import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Bus } from '../bus/bus.ts';
import type { TenantRecord } from '../contracts/events/tenant-events.ts';
import { defineEndpoints } from '../contracts/http/endpoint.ts';
import { tenantParams } from '../contracts/http/identifiers.ts';
import { pageOf, pageQuery } from '../contracts/http/lists.ts';
import type { Json } from '../contracts/json.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { State } from '../state/state.ts';
import { created, csv, noContent, notModified, ok } from './answers.ts';
import { refuse } from './problems.ts';
import { routes } from './routes.ts';
import type { ServiceDefinition } from './service.ts';
import { hostileRequests } from './testing/hostile-requests.ts';
import { serve, type TestRequest } from './testing/serve.ts';
import { OPERATORS_TENANT, openTestIssuer, type TestIssuer } from './testing/test-issuer.ts';
import { openTestRuntime } from './testing/test-runtime.ts';

const TENANT = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const RESTING = '1a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const GONE = '2a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const one = '/api/v1/tenants/{tenantId}/rings';
const read = { permission: 'read:service', scope: 'tenant' } as const;
const write = { permission: 'write:service', scope: 'tenant' } as const;
const ring = z.object({ name: z.string(), percent: z.int() });

const endpoints = defineEndpoints({
  addRing: {
    method: 'POST',
    path: one,
    summary: 'Add a ring.',
    access: write,
    params: tenantParams,
    body: z.strictObject({ name: z.string().min(1), percent: z.int().min(0).max(100) }),
    answers: { 201: ring },
    errors: { 'ring-exists': 409, 'too-wide': 422 },
  },
  listRings: {
    method: 'GET',
    path: one,
    summary: 'Rings.',
    access: read,
    params: tenantParams,
    query: pageQuery,
    answers: { 200: pageOf(ring) },
    csv: true,
  },
  renameRing: {
    method: 'PUT',
    path: `${one}/{ring}`,
    summary: 'Rename a ring.',
    access: write,
    params: tenantParams.extend({ ring: z.string().regex(/^[a-z]{1,20}$/) }),
    body: z.strictObject({ name: z.string() }),
    ifMatch: 'required',
    answers: { 204: z.undefined() },
  },
  readSummary: {
    method: 'GET',
    path: '/api/v1/summary',
    summary: 'A summary.',
    access: { permission: 'read:service', scope: 'service' },
    answers: { 200: z.object({ rings: z.int() }) },
  },
  readWhole: {
    method: 'GET',
    path: '/api/v1/whole',
    summary: 'About all tenants.',
    access: { permission: 'read:service', scope: 'platform' },
    answers: { 200: z.object({ tenants: z.int() }) },
  },
  receive: {
    method: 'POST',
    path: '/api/v1/webhook',
    summary: 'A signed message.',
    access: { public: 'The signature is the proof.' },
    bodyLimitBytes: 100,
    body: 'raw',
    answers: { 200: z.object({ bytes: z.int() }) },
  },
});

const added: string[] = [];
const ringRoutes = routes(endpoints, {
  async addRing({ body, params }) {
    if (body.name === 'Gone') throw new Refusal('ring-exists', 'There is such a ring.');
    if (body.percent > 50) throw new Refusal('too-wide', 'Too wide.', { detail: { most: 50 } });
    if (body.name === 'Bug') throw new Error('secret text of a bug');
    if (body.name === 'Busy') throw Object.assign(new Error('secret'), { retryable: true });
    added.push(body.name);
    return created(body, { location: `/api/v1/tenants/${params.tenantId}/rings/${body.name}`, etag: '"1"' });
  },
  async listRings({ accepts, ifNoneMatch }) {
    const rows = [{ name: '=HYPERLINK("evil")', percent: 1 }];
    if (accepts === 'csv') return csv({ fileName: 'rings.csv', columns: ['name', 'percent'], rows });
    return ifNoneMatch === '"7"' ? notModified('"7"') : ok({ items: rows }, { etag: '"7"' });
  },
  async renameRing({ ifMatch }) {
    if (ifMatch !== '"1"') throw refuse('stale', 'Somebody was quicker.');
    return noContent();
  },
  async readSummary() {
    return ok({ rings: 4 });
  },
  async readWhole() {
    return ok({ tenants: 3 });
  },
  async receive({ body }) {
    return ok({ bytes: body.length });
  },
});

const tenant = (tenantId: string, state: TenantRecord['state']): TenantRecord => ({
  tenantId,
  name: 'Contoso',
  entraTenantId: tenantId,
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: OPERATORS_TENANT }],
  state,
});
const tenants = [tenant(TENANT, 'active'), tenant(RESTING, 'suspended'), tenant(GONE, 'offboarded')];

const service: ServiceDefinition = {
  name: 'update-orchestrator',
  tenant: async (_, tenantId) => tenants.find((known) => known.tenantId === tenantId),
  routes: ringRoutes,
  handlers: [],
  timers: [],
  lists: [],
  settings: [],
};

/** Keeps idempotency records as state does. */
function remembering(): State {
  const records = new Map<string, { hash: string; result?: Json }>();
  const idempotency = {
    async reserve(tenantId: string, key: string, hash: string) {
      const record = records.get(tenantId + key);
      if (!record) records.set(tenantId + key, { hash });
      if (!record) return { kind: 'reserved' };
      if (record.hash !== hash) return { kind: 'reused' };
      return record.result === undefined ? { kind: 'in-progress' } : { kind: 'stored', result: record.result };
    },
    async complete(tenantId: string, key: string, result: Json) {
      records.set(tenantId + key, { hash: records.get(tenantId + key)?.hash ?? '', result });
    },
    async release(tenantId: string, key: string) {
      records.delete(tenantId + key);
    },
  };
  return { idempotency } as unknown as State;
}

let issuer: TestIssuer;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  issuer = await openTestIssuer();
});
afterEach(() => {
  added.length = 0;
});

function open(environment: Record<string, string> = {}, verifyToken = issuer.verifyToken) {
  const runtime = openTestRuntime({
    service,
    verifyToken,
    state: remembering(),
    bus: {} as Bus,
    clock: { now: () => now },
    environment,
  });
  const answer = serve(ringRoutes, async () => runtime);
  return async (
    method: string,
    path: string,
    { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
  ) =>
    answer({
      method,
      path,
      headers: { authorization: `Bearer ${await issuer.sign()}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    } satisfies TestRequest);
}

const rings = `/api/v1/tenants/${TENANT}/rings`;

describe('an honest request', () => {
  it('reaches its handler and is answered as the table says', async () => {
    const response = await open()('POST', rings, { body: { name: 'Fast', percent: 20 } });
    expect(response.status).toBe(201);
    expect(response.json()).toEqual({ name: 'Fast', percent: 20 });
    expect(response.headers.get('location')).toBe(`${rings}/Fast`);
    expect(response.headers.get('etag')).toBe('"1"');
  });

  it('keeps a harmless correlation id and replaces any other', async () => {
    const ask = open();
    const kept = await ask('GET', rings, { headers: { 'x-correlation-id': 'abc-123' } });
    expect(kept.headers.get('x-correlation-id')).toBe('abc-123');
    const replaced = await ask('GET', rings, { headers: { 'x-correlation-id': 'a b"c' } });
    expect(replaced.headers.get('x-correlation-id')).toMatch(/^[\w-]{36}$/);
  });

  it('is told when nothing has changed', async () => {
    const response = await open()('GET', rings, { headers: { 'if-none-match': '"7"' } });
    expect(response.status).toBe(304);
    expect(response.text).toBe('');
  });

  it('is given a list as CSV whose cells no spreadsheet runs', async () => {
    const response = await open()('GET', rings, { headers: { accept: 'text/csv' } });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.text).toBe('\uFEFFname,percent\r\n"\'=HYPERLINK(""evil"")",1\r\n');
  });

  it('may hand over raw bytes without a token where the route says so', async () => {
    const response = await open()('POST', '/api/v1/webhook', { body: { a: 1 }, headers: { authorization: '' } });
    expect(response.json()).toEqual({ bytes: 7 });
  });
});

describe('a refusal', () => {
  it('has the status that the table gives its code, and what the rule says of it', async () => {
    const response = await open()('POST', rings, { body: { name: 'Wide', percent: 80 } });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'too-wide', status: 422, detail: 'Too wide.', most: 50 });
  });

  it('names every field that is wrong', async () => {
    const response = await open()('POST', rings, { body: { name: '', percent: 'x', colour: 'red' } });
    const paths = (response.json()['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['body.name', 'body.percent', 'body']);
  });

  it('hides the text of an error that nobody expected', async () => {
    const response = await open()('POST', rings, { body: { name: 'Bug', percent: 1 } });
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('secret');
  });

  it('asks to come again when a dependency is down', async () => {
    const response = await open()('POST', rings, { body: { name: 'Busy', percent: 1 } });
    expect(response.status).toBe(503);
    expect(response.json()['code']).toBe('unavailable');
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('meets writes to a tenant that rests or has left, while reads go on', async () => {
    const ask = open();
    const body = { name: 'Fast', percent: 1 };
    expect((await ask('POST', rings.replace(TENANT, RESTING), { body })).json()['code']).toBe('tenant-suspended');
    expect((await ask('POST', rings.replace(TENANT, GONE), { body })).json()['code']).toBe('tenant-offboarded');
    expect((await ask('GET', rings.replace(TENANT, GONE))).status).toBe(200);
    expect(added).toEqual([]);
  });

  it('meets an administrator of a customer who asks about the whole product', async () => {
    const ask = open({}, async (token) => ({ ...(await issuer.verifyToken(token)), platform: false }));
    expect((await ask('GET', '/api/v1/whole')).json()).toMatchObject({ status: 403, code: 'platform-only' });
    expect((await open()('GET', '/api/v1/whole')).status).toBe(200);
  });

  it('lists all settings that are wrong', async () => {
    const answer = serve(ringRoutes, async () => {
      throw refuse('settings-missing', 'Settings are missing or wrong.', { detail: { settings: ['Cosmos'] } });
    });
    const response = await answer({ method: 'GET', path: rings });
    expect(response.status).toBe(503);
    expect(response.json()).toMatchObject({ code: 'settings-missing', settings: ['Cosmos'] });
  });
});

describe('the rate limit', () => {
  it('empties the bucket of one caller, says when to come again, and fills with the clock', async () => {
    const ask = open({ REQUESTS_PER_MINUTE: '2' });
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    expect((await ask('GET', rings, { headers })).status).toBe(200);
    expect((await ask('GET', rings, { headers })).status).toBe(200);
    const third = await ask('GET', rings, { headers });
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('30');
    const another = { authorization: `Bearer ${await issuer.sign('GlobalReader')}` };
    expect((await ask('GET', rings, { headers: another })).status).toBe(200);
    now += 30_000;
    expect((await ask('GET', rings, { headers })).status).toBe(200);
  });
});

describe('a write with an Idempotency-Key', () => {
  const body = { name: 'Fast', percent: 20 };
  const headers = { 'idempotency-key': 'order-1' };

  it('has its effect once and the same answer each time', async () => {
    const ask = open();
    const [first, second] = [await ask('POST', rings, { body, headers }), await ask('POST', rings, { body, headers })];
    expect(added).toEqual(['Fast']);
    expect(second).toMatchObject({ status: first.status, text: first.text });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('is refused when the key comes with another payload', async () => {
    const ask = open();
    await ask('POST', rings, { body, headers });
    const response = await ask('POST', rings, { body: { ...body, percent: 21 }, headers });
    expect(response.status).toBe(422);
    expect(response.json()['code']).toBe('idempotency-key-reused');
  });

  it('belongs to its caller: the same key of another person is another write', async () => {
    const ask = open();
    await ask('POST', rings, { body, headers });
    const other = await issuer.sign('GlobalAdministrator', { oid: 'another-person' });
    await ask('POST', rings, {
      body: { ...body, name: 'Slow' },
      headers: { ...headers, authorization: `Bearer ${other}` },
    });
    expect(added).toEqual(['Fast', 'Slow']);
  });

  it('may be tried again after a refusal', async () => {
    const ask = open();
    expect((await ask('POST', rings, { body: { name: 'Gone', percent: 1 }, headers })).status).toBe(409);
    expect((await ask('POST', rings, { body, headers })).status).toBe(201);
  });

  it.each(['', 'x'.repeat(129), 'with space'])('refuses the key %j', async (key) => {
    const response = await open()('POST', rings, { body, headers: { 'idempotency-key': key } });
    expect(response.json()['code']).toBe('idempotency-key-invalid');
  });
});

describe('an update', () => {
  const body = { name: 'Faster' };

  it('must quote what it has read', async () => {
    const response = await open()('PUT', `${rings}/fast`, { body });
    expect(response.status).toBe(428);
  });

  it('is refused when somebody was quicker, else done', async () => {
    const ask = open();
    expect((await ask('PUT', `${rings}/fast`, { body, headers: { 'if-match': '"0"' } })).status).toBe(412);
    expect((await ask('PUT', `${rings}/fast`, { body, headers: { 'if-match': '"1"' } })).status).toBe(204);
  });
});

describe.each(Object.entries(endpoints))('hostile requests to %s', (_, endpoint) => {
  it('are each refused with their code', async () => {
    const runtime = openTestRuntime({
      service,
      verifyToken: issuer.verifyToken,
      state: remembering(),
      bus: {} as Bus,
      clock: { now: () => now },
    });
    const answer = serve(ringRoutes, async () => runtime);
    for (const { name, request, status, code } of await hostileRequests(
      endpoint,
      { tenantId: TENANT, ring: 'fast' },
      issuer,
    )) {
      const response = await answer(request);
      expect({ name, status: response.status, code: response.json()['code'] }).toEqual({ name, status, code });
    }
    expect(added).toEqual([]);
  });
});
