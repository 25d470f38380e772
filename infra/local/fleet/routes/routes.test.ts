import { describe, expect, it } from 'vitest';
import { graphEnum } from '../data/graph-enums.ts';
import { DAY } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';
import { DEFENDER_PREFIX } from './addresses.ts';
import { routes } from './routes.ts';

const lists = routes.filter(({ method, shape, path }) => method === 'GET' && shape && !path.includes('{'));

describe.each(['v1.0', 'beta'] as const)('the lists of %s', (version) => {
  const shown = lists.filter(({ api, since }) => api === 'graph' && (since === 'v1.0' || version === 'beta'));

  it('show values of their enumerations alone, in every row', async () => {
    const cloud = await testCloud({ devices: 60 });
    cloud.clock.jumpTo(cloud.clock.now() + 20 * DAY);
    await cloud.ask('POST', `/${version}/groups`, {
      displayName: 'Pilot',
      mailEnabled: false,
      mailNickname: 'pilot',
      securityEnabled: true,
    });
    for (const { path, shape } of shown) {
      const { status, body } = await cloud.ask('GET', `/${version}${path}`, undefined, {
        prefer: 'include-unknown-enum-members',
      });
      expect(status, path).toBe(200);
      const enumerated = [...(shape?.properties[version] ?? [])].filter(([, { enumeration }]) => enumeration);
      for (const row of body.value)
        for (const [name, { enumeration = '' }] of enumerated) {
          const members = graphEnum(enumeration)[version === 'beta' ? 'beta' : 'v1'];
          if (row[name] != null) expect(members, `${path} ${name}`).toContain(row[name]);
        }
    }
  });

  it('show with every property selected what they show without', async () => {
    const cloud = await testCloud({ devices: 10, throttleScale: 100 });
    for (const { path, shape, options } of shown) {
      if (!options.includes('$select')) continue;
      const usual = [...(shape?.properties[version] ?? [])].filter(
        ([, { onSelect, unlessSelected }]) => !onSelect && unlessSelected === undefined,
      );
      const all = await cloud.ask('GET', `/${version}${path}`);
      const selected = await cloud.ask('GET', `/${version}${path}?$select=${usual.map(([name]) => name).join(',')}`);
      const names = new Set(usual.map(([name]) => name));
      const cut = all.body.value.map((row: object) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))),
      );
      expect(selected.body.value, path).toEqual(cut);
    }
  });
});

it('refuses calls of beta under v1.0 as a segment that it does not know', async () => {
  const cloud = await testCloud();
  const { status, body } = await cloud.ask('GET', '/v1.0/deviceManagement/windowsAutopilotSettings');
  expect(status).toBe(400);
  expect(body.error).toMatchObject({
    code: 'BadRequest',
    message: "Resource not found for the segment 'windowsAutopilotSettings'.",
  });
});

it('refuses paths, methods, properties, options and filters that Graph lacks', async () => {
  const cloud = await testCloud();
  const ask = async (method: string, path: string, body?: unknown) => (await cloud.ask(method, path, body)).status;
  expect(await ask('GET', '/v1.0/deviceManagement/unmanagedDevices')).toBe(400);
  expect(await ask('PUT', '/v1.0/users')).toBe(405);
  expect(await ask('GET', '/v1.0/users?$select=shoeSize')).toBe(400);
  expect(await ask('GET', "/v1.0/users?$filter=shoeSize eq '42'")).toBe(400);
  expect(await ask('GET', "/v1.0/deviceManagement/managedDevices?$filter=model in ('x')")).toBe(400);
  expect(await ask('GET', '/v1.0/users?$search=x')).toBe(400);
  expect(await ask('GET', '/v1.0/users?$top=5&$top=6')).toBe(400);
  expect(await ask('GET', '/v1.0/users?$top=1000')).toBe(400);
  expect(await ask('PATCH', '/v1.0/users/nobody@contoso.example', { accountEnabled: false })).toBe(404);
});

it('names the permissions that would do, to an app that has none of them', async () => {
  const cloud = await testCloud({ permissionsOf: () => ['User.Read.All'] });
  for (const { api, path, permissions, since } of lists) {
    if (permissions.length === 0 || permissions.includes('User.Read.All')) continue;
    const base = api === 'defender' ? `${DEFENDER_PREFIX}/api` : `/${since}`;
    const { status, body } = await cloud.ask('GET', `${base}${path}`);
    expect(status, path).toBe(403);
    expect(JSON.stringify(body), path).toContain(permissions[0]);
  }
});
