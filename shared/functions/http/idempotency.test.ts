import { beforeAll, describe, expect, it } from 'vitest';
import { openRings, RINGS } from '../testing/rings.ts';
import { openTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await openTestIssuer();
});

describe('a write with an Idempotency-Key', () => {
  const body = { name: 'Fast', percent: 20 };
  const headers = { 'idempotency-key': 'order-1' };

  it('has its effect once and the same answer each time', async () => {
    const { ask, added } = openRings({ issuer });
    const [first, second] = [await ask('POST', RINGS, { body, headers }), await ask('POST', RINGS, { body, headers })];
    expect(added).toEqual(['Fast']);
    expect(second).toMatchObject({ status: first.status, text: first.text });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('is refused when the key comes with another payload', async () => {
    const { ask } = openRings({ issuer });
    await ask('POST', RINGS, { body, headers });
    const response = await ask('POST', RINGS, { body: { ...body, percent: 21 }, headers });
    expect(response.status).toBe(422);
    expect(response.json()['code']).toBe('idempotency-key-reused');
  });

  it('belongs to its caller: the same key of another person is another write', async () => {
    const { ask, added } = openRings({ issuer });
    await ask('POST', RINGS, { body, headers });
    const other = await issuer.sign('GlobalAdministrator', { oid: 'another-person' });
    await ask('POST', RINGS, {
      body: { ...body, name: 'Slow' },
      headers: { ...headers, authorization: `Bearer ${other}` },
    });
    expect(added).toEqual(['Fast', 'Slow']);
  });

  it('may be tried again after a refusal', async () => {
    const { ask } = openRings({ issuer });
    expect((await ask('POST', RINGS, { body: { name: 'Gone', percent: 1 }, headers })).status).toBe(409);
    expect((await ask('POST', RINGS, { body, headers })).status).toBe(201);
  });

  it.each(['', 'x'.repeat(129), 'with space'])('refuses the key %j', async (key) => {
    const response = await openRings({ issuer }).ask('POST', RINGS, { body, headers: { 'idempotency-key': key } });
    expect(response.json()['code']).toBe('idempotency-key-invalid');
  });
});
