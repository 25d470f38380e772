import fc from 'fast-check';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { APP_ROLES } from './app-roles.ts';
import { type Identity, openIdentity } from './identity.ts';
import { PEOPLE } from './people.ts';

const issuer = 'http://127.0.0.1:7071/identity';
const identity = await openIdentity(issuer);

function post(path: string, body: string, contentType = 'application/json', at: Identity = identity) {
  const request = new Request(`${issuer}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  });
  return at.handle(request);
}

async function tokenFor(person: object, at?: Identity): Promise<string> {
  const response = await post('/token', JSON.stringify(person), 'application/json', at);
  expect(response.status).toBe(200);
  return ((await response.json()) as { access_token: string }).access_token;
}

async function verify(token: string) {
  const keys = (await (await identity.handle(new Request(`${issuer}/keys`))).json()) as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer,
    audience: 'omd-local',
    algorithms: ['RS256'],
  });
}

describe('the local issuer', () => {
  it('signs a token that its published keys verify', async () => {
    const token = await tokenFor({
      name: 'Ada',
      role: 'GlobalAdministrator',
      tenants: ['contoso', 'fabrikam'],
    });
    const { payload } = await verify(token);
    expect(payload).toMatchObject({
      tid: 'contoso',
      name: 'Ada',
      preferred_username: 'ada@operators.example',
      roles: ['GlobalAdministrator'],
      omd_tenants: ['contoso', 'fabrikam'],
      scp: 'access_as_user',
      ver: '2.0',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(payload['oid']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives one person the same object id in every role and at every start, and another person another', async () => {
    const again = await openIdentity(issuer);
    const oid = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).oid;
    const ada = oid(await tokenFor({ name: 'Ada', role: 'Approver', tenants: ['*'] }));
    expect(oid(await tokenFor({ name: 'Ada', role: 'Service Reader', tenants: ['*'] }, again))).toBe(ada);
    expect(oid(await tokenFor({ name: 'Benno', role: 'Approver', tenants: ['*'] }))).not.toBe(ada);
  });

  it('has a new key at each start, so an old token is worth nothing', async () => {
    const token = await tokenFor({ name: 'Ada', role: 'Approver', tenants: ['*'] }, await openIdentity(issuer));
    await expect(verify(token)).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
  });

  it('marks its keys, so that a bundle that carries it is found', async () => {
    const token = await tokenFor({
      name: 'Ada',
      role: 'Approver',
      tenants: ['*'],
    });
    expect(decodeProtectedHeader(token).kid).toContain('omd-local-issuer');
  });

  it('describes itself where OpenID Connect looks', async () => {
    const response = await identity.handle(new Request(`${issuer}/.well-known/openid-configuration`));
    expect(await response.json()).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/keys`,
    });
  });

  it.each([
    'https://127.0.0.1/identity',
    'http://localhost/identity',
    'http://0.0.0.0/identity',
    'http://issuer.test/',
  ])('refuses to live at %s', async (url) => {
    await expect(openIdentity(url)).rejects.toThrow(RangeError);
  });

  it('takes each role by the name in the token and by the name people read', async () => {
    for (const { value, displayName } of APP_ROLES)
      for (const role of [value, displayName]) {
        const { payload } = await verify(await tokenFor({ name: 'Ada', role, tenants: ['*'] }));
        expect(payload['roles']).toEqual([value]);
      }
  });
});

describe('hostile token requests', () => {
  it.each([
    ['no body', ''],
    ['not JSON', '{'],
    ['an unknown role', JSON.stringify({ name: 'Ada', role: 'Emperor', tenants: ['*'] })],
    ['no tenant', JSON.stringify({ name: 'Ada', role: 'Approver', tenants: [] })],
    [
      'all and one',
      JSON.stringify({
        name: 'Ada',
        role: 'Approver',
        tenants: ['*', 'contoso'],
      }),
    ],
    ['a path as a tenant', JSON.stringify({ name: 'Ada', role: 'Approver', tenants: ['../x'] })],
    ['a control character', JSON.stringify({ name: 'A\u0000da', role: 'Approver', tenants: ['*'] })],
    [
      'an unknown field',
      JSON.stringify({
        name: 'Ada',
        role: 'Approver',
        tenants: ['*'],
        admin: true,
      }),
    ],
  ])('%s is a problem, not a token', async (_, body) => {
    const response = await post('/token', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'token-request-refused',
      status: 400,
    });
  });

  it('a body without end is refused', async () => {
    expect((await post('/token', ' '.repeat(100_000))).status).toBe(413);
  });

  it('a form of another site cannot ask for a token', async () => {
    const body = JSON.stringify({
      name: 'Ada',
      role: 'Approver',
      tenants: ['*'],
    });
    expect((await post('/token', body, 'text/plain')).status).toBe(415);
  });

  it('whatever is posted, the answer is a token or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        expect([200, 400]).toContain((await post('/token', body)).status);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the sign-in page', () => {
  const form = (fields: Record<string, string>) =>
    post('/sign-in', String(new URLSearchParams(fields)), 'application/x-www-form-urlencoded');

  it('offers the people and roles known here', async () => {
    const text = await (await identity.handle(new Request(`${issuer}/?return=/devices`))).text();
    for (const { name } of PEOPLE) expect(text).toContain(name);
    for (const { value } of APP_ROLES) expect(text).toContain(value);
    expect(text).toContain('name="return" value="/devices"');
  });

  it('leads back to the page one came from, with the token where no server sees it', async () => {
    const response = await form({
      name: 'Ada',
      role: 'Approver',
      tenants: '*',
      return: '/devices?ring=fast',
    });
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '', issuer);
    expect(location.pathname + location.search).toBe('/devices?ring=fast');
    await verify(new URLSearchParams(location.hash.slice(1)).get('access_token') ?? '');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never carries a token to %s',
    async (back) => {
      const response = await form({
        name: 'Ada',
        role: 'Approver',
        tenants: '*',
        return: back,
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('location')).toBeNull();
    },
  );

  it('shows a name as text, whatever it contains', async () => {
    const response = await form({
      name: '<img src=x>',
      role: 'Approver',
      tenants: '*',
    });
    expect(await response.text()).not.toContain('<img');
  });
});
