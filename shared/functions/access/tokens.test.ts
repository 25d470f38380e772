import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OPERATOR, OPERATORS_TENANT, openTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { openTokenVerifier } from './tokens.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await openTestIssuer();
});

describe('a token', () => {
  it('names a person with roles and groups', async () => {
    const token = await issuer.sign('ServiceReader', { groups: ['g1'], roles: ['ServiceReader', 'Unheard'] });
    expect(await issuer.verifyToken(`Bearer ${token}`)).toEqual({
      actor: { kind: 'person', id: OPERATOR, entraTenantId: OPERATORS_TENANT, name: 'Ada' },
      roles: ['ServiceReader'],
      groups: ['g1'],
      platform: true,
      tenants: [],
    });
  });

  it('without a scope is an application, which has roles alone', async () => {
    const caller = await issuer.verifyToken(`Bearer ${await issuer.sign('ServiceReader', { scp: undefined })}`);
    expect(caller.actor.kind).toBe('app');
  });

  it('of Entra cannot open tenants by itself', async () => {
    const caller = await issuer.verifyToken(`Bearer ${await issuer.sign('ServiceReader', { omd_tenants: ['*'] })}`);
    expect(caller.tenants).toEqual([]);
  });

  it('is good for a minute longer, as clocks differ', async () => {
    const now = Math.floor(Date.now() / 1000);
    await expect(
      issuer.verifyToken(`Bearer ${await issuer.sign(undefined, { exp: now - 30 })}`),
    ).resolves.toBeDefined();
    await expect(issuer.verifyToken(`Bearer ${await issuer.sign(undefined, { exp: now - 90 })}`)).rejects.toMatchObject(
      {
        code: 'token-invalid',
      },
    );
  });
});

describe('a token that holds', () => {
  const NOW = Date.parse('2026-03-02T08:00:00Z');
  afterEach(() => vi.useRealTimers());

  /** A verifier, and how often it has asked for a key. */
  async function counting() {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    let asked = 0;
    const key = async () => {
      asked++;
      return publicKey;
    };
    const row = {
      kind: 'local',
      issuer: 'http://127.0.0.1',
      audience: 'omd-local',
      jwksUri: 'http://127.0.0.1',
    } as const;
    const verify = openTokenVerifier([row], () => key);
    const sign = (seconds: number) =>
      new SignJWT({ tid: 't', oid: 'o' })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(row.issuer)
        .setAudience(row.audience)
        .setExpirationTime(NOW / 1000 + seconds)
        .sign(privateKey);
    return { verify, sign, asked: () => asked };
  }

  it('is verified once a minute', async () => {
    const { verify, sign, asked } = await counting();
    const token = `Bearer ${await sign(3600)}`;
    expect(await verify(token)).toEqual(await verify(token));
    expect(asked()).toBe(1);
    vi.setSystemTime(NOW + 60_000);
    await verify(token);
    expect(asked()).toBe(2);
  });

  it('is not remembered longer than it holds', async () => {
    const { verify, sign } = await counting();
    const token = `Bearer ${await sign(-30)}`;
    await verify(token);
    vi.setSystemTime(NOW + 29_000);
    await verify(token);
    vi.setSystemTime(NOW + 31_000);
    await expect(verify(token)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('is remembered whole: another signature under the same claims is another token', async () => {
    const { verify, sign } = await counting();
    const token = await sign(3600);
    await verify(`Bearer ${token}`);
    const [header, claims] = token.split('.');
    await expect(verify(`Bearer ${header}.${claims}.AAAA`)).rejects.toMatchObject({ code: 'token-invalid' });
  });
});

describe('keys', () => {
  const audience = 'omd-local';
  let server: Server;
  let url: string;
  let answer: { status: number; body: string };
  let fetches = 0;
  const keyPair = generateKeyPair('RS256');
  const signed = async () =>
    new SignJWT({ tid: 't', oid: 'o', scp: 'access_as_user', roles: ['ServiceReader'], omd_tenants: ['*'] })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(url)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign((await keyPair).privateKey);
  const verifier = () => openTokenVerifier([{ kind: 'local', issuer: url, audience, jwksUri: `${url}/keys` }]);

  beforeAll(async () => {
    server = createServer((_, response) => {
      fetches++;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)));

  it('are fetched once and then known; a local token may open tenants', async () => {
    const jwk = { ...(await exportJWK((await keyPair).publicKey)), kid: 'k', alg: 'RS256' };
    answer = { status: 200, body: JSON.stringify({ keys: [jwk] }) };
    fetches = 0;
    const verify = verifier();
    const token = `Bearer ${await signed()}`;
    const callers = await Promise.all([verify(token), verify(token), verify(token)]);
    expect(callers.map(({ tenants }) => tenants)).toEqual([['*'], ['*'], ['*']]);
    expect(fetches).toBe(1);
  });

  it.each([
    [500, ''],
    [200, 'not JSON'],
  ])('that cannot be fetched (%i) are no fault of the token', async (status, body) => {
    answer = { status, body };
    await expect(verifier()(`Bearer ${await signed()}`)).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });
});
