import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { HOUR } from '../model/time.ts';
import { TENANT, testCloud } from '../test-cloud.ts';

const good = {
  grant_type: 'client_credentials',
  client_id: 'app',
  scope: 'https://graph.microsoft.com/.default',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: 'e30.e30.',
};

it('issues a token for an assertion, which the published keys verify', async () => {
  const cloud = await testCloud({ permissionsOf: () => ['User.Read.All'] });
  const base = `${cloud.server.authorityUrl}/${TENANT}`;
  const answer = await fetch(`${base}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(good) });
  const { access_token: token, expires_in: seconds } = (await answer.json()) as {
    access_token: string;
    expires_in: number;
  };
  expect(seconds).toBeGreaterThanOrEqual(3_600);

  const metadata = (await (await fetch(`${base}/v2.0/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >;
  const keys = createRemoteJWKSet(new URL(metadata['jwks_uri'] ?? ''));
  const { payload } = await jwtVerify(token, keys, {
    ...(metadata['issuer'] !== undefined && { issuer: metadata['issuer'] }),
    currentDate: new Date(cloud.clock.now()),
  });
  expect(payload).toMatchObject({ tid: TENANT, appid: 'app', roles: ['User.Read.All'] });

  const authorization = `Bearer ${token}`;
  expect((await cloud.ask('GET', '/v1.0/users', undefined, { authorization })).status).toBe(200);
  cloud.clock.jumpTo(cloud.clock.now() + 2 * HOUR);
  expect((await cloud.ask('GET', '/v1.0/users', undefined, { authorization })).status).toBe(401);
});

it('tells an app that nobody limits of every permission that its calls may need', async () => {
  const cloud = await testCloud();
  const { roles } = decodeJwt(await cloud.token());
  expect(roles).toEqual(expect.arrayContaining(['Group.ReadWrite.All', 'Machine.Isolate', 'User.Read.All']));
});

it('refuses sign-ins that Entra would refuse', async () => {
  const cloud = await testCloud();
  const status = async (tenant: string, form: Record<string, string>) =>
    (
      await fetch(`${cloud.server.authorityUrl}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      })
    ).status;
  expect(await status('00000000-0000-4000-8000-00000000dead', good)).toBe(400);
  expect(await status(TENANT, { ...good, grant_type: 'password' })).toBe(400);
  expect(await status(TENANT, { ...good, scope: 'https://elsewhere.example/.default' })).toBe(400);
  expect(await status(TENANT, { ...good, client_assertion: '' })).toBe(401);
});

it('gives out the managed identity that apps prove themselves with, as the metadata service of an instance does', async () => {
  const cloud = await testCloud();
  const ask = (headers: Record<string, string>) =>
    cloud.server.handle(
      new Request(`${cloud.server.metadataUrl}/metadata/identity/oauth2/token/?resource=api://AzureADTokenExchange`, {
        headers,
      }),
    );
  expect((await ask({})).status).toBe(400);
  const { access_token: assertion } = (await (await ask({ Metadata: 'true' })).json()) as { access_token: string };
  const form = new URLSearchParams({ ...good, client_assertion: assertion });
  const answer = await fetch(`${cloud.server.authorityUrl}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  });
  expect(answer.status).toBe(200);
});
