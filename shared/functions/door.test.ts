import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenVerifier } from './access/tokens.ts';
import { hostileRequests } from './testing/hostile-requests.ts';
import { GONE, openRings, RESTING, RINGS, ringEndpoints, TENANT } from './testing/rings.ts';
import { openTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await openTestIssuer();
});

describe('an honest request', () => {
  it('reaches its handler and is answered as the table says', async () => {
    const response = await openRings({ issuer }).ask('POST', RINGS, { body: { name: 'Fast', percent: 20 } });
    expect(response.status).toBe(201);
    expect(response.json()).toEqual({ name: 'Fast', percent: 20 });
    expect(response.headers.get('location')).toBe(`${RINGS}/Fast`);
    expect(response.headers.get('etag')).toBe('"1"');
  });

  it('keeps a harmless correlation id and replaces any other', async () => {
    const { ask } = openRings({ issuer });
    const kept = await ask('GET', RINGS, { headers: { 'x-correlation-id': 'abc-123' } });
    expect(kept.headers.get('x-correlation-id')).toBe('abc-123');
    const replaced = await ask('GET', RINGS, { headers: { 'x-correlation-id': 'a b"c' } });
    expect(replaced.headers.get('x-correlation-id')).toMatch(/^[\w-]{36}$/);
  });

  it('is told when nothing has changed', async () => {
    const response = await openRings({ issuer }).ask('GET', RINGS, { headers: { 'if-none-match': '"7"' } });
    expect(response.status).toBe(304);
    expect(response.text).toBe('');
  });

  it('is given a list as CSV whose cells no spreadsheet runs', async () => {
    const response = await openRings({ issuer }).ask('GET', RINGS, { headers: { accept: 'text/csv' } });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.text).toBe('\uFEFFname,percent\r\n"\'=HYPERLINK(""evil"")",1\r\n');
  });

  it('may hand over raw bytes without a token where the route says so', async () => {
    const response = await openRings({ issuer }).ask('POST', '/api/v1/webhook', {
      body: { a: 1 },
      headers: { authorization: '' },
    });
    expect(response.json()).toEqual({ bytes: 7 });
  });
});

describe('a refusal', () => {
  it('has the status that the table gives its code, and what the rule says of it', async () => {
    const response = await openRings({ issuer }).ask('POST', RINGS, { body: { name: 'Wide', percent: 80 } });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'too-wide', status: 422, detail: 'Too wide.', most: 50 });
  });

  it('names every field that is wrong', async () => {
    const response = await openRings({ issuer }).ask('POST', RINGS, {
      body: { name: '', percent: 'x', colour: 'red' },
    });
    const paths = (response.json()['errors'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['body.name', 'body.percent', 'body']);
  });

  it('hides the text of an error that nobody expected', async () => {
    const response = await openRings({ issuer }).ask('POST', RINGS, { body: { name: 'Bug', percent: 1 } });
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('secret');
  });

  it('asks to come again when a dependency is down', async () => {
    const response = await openRings({ issuer }).ask('POST', RINGS, { body: { name: 'Busy', percent: 1 } });
    expect(response.status).toBe(503);
    expect(response.json()['code']).toBe('unavailable');
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('meets writes to a tenant that rests or has left, while reads go on', async () => {
    const { ask, added } = openRings({ issuer });
    const body = { name: 'Fast', percent: 1 };
    expect((await ask('POST', RINGS.replace(TENANT, RESTING), { body })).json()['code']).toBe('tenant-suspended');
    expect((await ask('POST', RINGS.replace(TENANT, GONE), { body })).json()['code']).toBe('tenant-offboarded');
    expect((await ask('GET', RINGS.replace(TENANT, GONE))).status).toBe(200);
    expect(added).toEqual([]);
  });

  it('meets an administrator of a customer who asks about the whole product', async () => {
    const verifyToken: TokenVerifier = async (token) => ({ ...(await issuer.verifyToken(token)), platform: false });
    const { ask } = openRings({ issuer, verifyToken });
    expect((await ask('GET', '/api/v1/whole')).json()).toMatchObject({ status: 403, code: 'platform-only' });
    expect((await openRings({ issuer }).ask('GET', '/api/v1/whole')).status).toBe(200);
  });

  it.each([
    ['of no tenant', '-', 'platform-only'],
    ['of a tenant that is not known here', '99999999-9999-4999-8999-999999999999', 'tenant-unknown'],
  ])('meets whoever asks for records %s and does not run the product', async (_, tenantId, code) => {
    const verifyToken: TokenVerifier = async (token) => ({ ...(await issuer.verifyToken(token)), platform: false });
    const path = `/api/v1/tenants/${tenantId}/ring-records`;
    expect((await openRings({ issuer, verifyToken }).ask('GET', path)).json()['code']).toBe(code);
    expect((await openRings({ issuer }).ask('GET', path)).status).toBe(200);
  });
});

describe('the rate limit', () => {
  it('empties the bucket of one caller, says when to come again, and fills with the clock', async () => {
    let now = 0;
    const { ask } = openRings({ issuer, environment: { REQUESTS_PER_MINUTE: '2' }, now: () => now });
    const headers = { authorization: `Bearer ${await issuer.sign()}` };
    expect((await ask('GET', RINGS, { headers })).status).toBe(200);
    expect((await ask('GET', RINGS, { headers })).status).toBe(200);
    const third = await ask('GET', RINGS, { headers });
    expect(third.status).toBe(429);
    expect(third.headers.get('retry-after')).toBe('30');
    const another = { authorization: `Bearer ${await issuer.sign('GlobalReader')}` };
    expect((await ask('GET', RINGS, { headers: another })).status).toBe(200);
    now += 30_000;
    expect((await ask('GET', RINGS, { headers })).status).toBe(200);
  });
});

describe('an update', () => {
  const body = { name: 'Faster' };

  it('must quote what it has read', async () => {
    const response = await openRings({ issuer }).ask('PUT', `${RINGS}/fast`, { body });
    expect(response.status).toBe(428);
  });

  it('is refused when somebody was quicker, else done', async () => {
    const { ask } = openRings({ issuer });
    expect((await ask('PUT', `${RINGS}/fast`, { body, headers: { 'if-match': '"0"' } })).status).toBe(412);
    expect((await ask('PUT', `${RINGS}/fast`, { body, headers: { 'if-match': '"1"' } })).status).toBe(204);
  });
});

describe.each(Object.entries(ringEndpoints))('hostile requests to %s', (_, endpoint) => {
  it('are each refused with their code', async () => {
    const { answer, added } = openRings({ issuer });
    const hostile = await hostileRequests(endpoint, { tenantId: TENANT, ring: 'fast' }, issuer);
    for (const { name, request, status, code } of hostile) {
      const response = await answer(request);
      expect({ name, status: response.status, code: response.json()['code'] }).toEqual({ name, status, code });
    }
    expect(added).toEqual([]);
  });
});
