import { expect, test } from 'vitest';
import { TENANT, testCloud } from '../../infra/local/fleet/test-cloud.ts';
import { readSettings } from '../../shared/functions/settings/settings.ts';
import { accessInWords } from '../../shared/graph/credentials/access.ts';
import { entraCredentials } from '../../shared/graph/credentials/entra.ts';
import { openTokens } from '../../shared/graph/credentials/tokens.ts';
import { beta, defender, v1 } from '../../shared/graph/graph.ts';
import { graphSettings, graphSignIn } from '../../shared/graph/settings.ts';
import { APPLICATION, assertion, openCloudRoom } from './room.ts';

const signIn = { kind: 'managed-identity', applicationId: APPLICATION } as const;

test('devices of a tenant are read, page by page, with a token that the identity was exchanged for', async () => {
  const graph = (await openCloudRoom({ devices: 60 })).graph();
  const ids = new Set<unknown>();
  for await (const { items } of graph.pages(v1('/deviceManagement/managedDevices?$top=25&$select=id')))
    for (const { id } of items as { id: string }[]) ids.add(id);
  expect(ids.size).toBeGreaterThan(25);
  expect((await graph.send({ target: defender('/machines?$top=1'), method: 'GET' })).status).toBe(200);
});

test('a token is used until its time is nearly up on the clock of the product, and then exchanged anew', async () => {
  const cloud = await testCloud();
  const credentialFor = entraCredentials(signIn, cloud.server.authorityUrl, assertion);
  let asked = 0;
  const tokens = openTokens((tenantId) => {
    asked++;
    return credentialFor(tenantId);
  }, cloud.clock);
  const [first, same] = await Promise.all([tokens.get(TENANT, 'graph'), tokens.get(TENANT, 'graph')]);
  expect([same, asked]).toEqual([first, 1]);
  cloud.clock.jumpTo(cloud.clock.now() + 30 * 60_000);
  expect(await tokens.get(TENANT, 'graph')).toBe(first);
  cloud.clock.jumpTo(cloud.clock.now() + 2 * 3_600_000);
  expect(await tokens.get(TENANT, 'graph')).not.toBe(first);
});

test('a tenant that does not know the product is a matter of consent, not of trying again', async () => {
  const { server, clock } = await testCloud();
  const tokens = openTokens(entraCredentials(signIn, server.authorityUrl, assertion), clock);
  const unknown = tokens.get('00000000-1111-4111-8111-111111111111', 'graph');
  await expect(unknown).rejects.toMatchObject({ code: 'graph-consent-missing', retryable: false });
});

test('nobody who issues tokens is a failure worth another try, and shows no text of the library', async () => {
  const tokens = openTokens(entraCredentials(signIn, 'http://127.0.0.1:9', assertion), { now: () => Date.now() });
  const call = tokens.get(TENANT, 'graph');
  await expect(call).rejects.toMatchObject({ code: 'graph-unavailable', message: 'No token could be had.' });
});

test('what the product may do in a tenant is known before it does anything', async () => {
  const permissionsOf = () => [
    'DeviceManagementManagedDevices.Read.All',
    'User.EnableDisableAccount.All',
    'Machine.Isolate',
  ];
  const graph = (await openCloudRoom({ permissionsOf }, undefined, { writesAllowed: false })).graph();
  const access = await graph.access();
  expect(access).toMatchObject({ tenantId: TENANT, writes: 'not-allowed' });
  const lines = accessInWords(access);
  expect(lines[0]).toBe(`Tenant ${TENANT}: reads only; no call changes anything.`);
  expect(lines).toContain('  may: read devices and their health (DeviceManagementManagedDevices.Read.All)');
  expect(lines).toContain('  granted, not used: block users (User.EnableDisableAccount.All)');
  expect(lines).toContain('  may not: send mail (Mail.Send)');
  const refused = graph.send({ target: v1('/users/x'), method: 'PATCH', repeat: 'set', body: {} });
  await expect(refused).rejects.toMatchObject({ code: 'graph-writes-not-allowed' });
});

test('what exists in beta alone is refused in v1.0 and answered in beta', async () => {
  const graph = (await openCloudRoom({})).graph();
  const path = '/deviceManagement/windowsAutopilotDeploymentProfiles';
  await expect(graph.send({ target: v1(path), method: 'GET' })).rejects.toMatchObject({
    code: 'graph-request-refused',
  });
  expect((await graph.send({ target: beta(path), method: 'GET' })).status).toBe(200);
});

test('settings name the worldwide services when nothing is set, and reading is what an empty environment ends in', () => {
  const read = readSettings(graphSettings, { GRAPH_APPLICATION_ID: APPLICATION });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  expect(graphSettings.map((setting) => read.settings.get(setting))).toEqual([
    'https://graph.microsoft.com',
    'https://api.security.microsoft.com',
    'https://login.microsoftonline.com',
    'not-allowed',
    signIn,
  ]);
});

test.each([
  [{ GRAPH_BASE_URL: 'http://graph.example.net' }, 'GRAPH_BASE_URL'],
  [{ ENTRA_AUTHORITY: 'login' }, 'ENTRA_AUTHORITY'],
  [{ GRAPH_WRITES: 'yes' }, 'GRAPH_WRITES'],
  [{ GRAPH_SIGN_IN: 'secret' }, 'GRAPH_SIGN_IN'],
  [{ GRAPH_APPLICATION_ID: 'mine' }, 'GRAPH_SIGN_IN'],
])('a setting that is wrong is named: %o', (wrong, name) => {
  const read = readSettings(graphSettings, { GRAPH_APPLICATION_ID: APPLICATION, ...wrong });
  expect('problems' in read && read.problems.map((problem) => problem.name)).toEqual([name]);
});

test('whoever is signed in on this machine may stand in for the application', () => {
  expect(graphSignIn.read({ GRAPH_SIGN_IN: 'developer' })).toEqual({ value: { kind: 'developer' } });
});
