import { expect, it } from 'vitest';
import { type TestCloud, testCloud } from '../test-cloud.ts';

const pilot = {
  displayName: 'Pilot',
  mailEnabled: false,
  mailNickname: 'pilot',
  securityEnabled: true,
  uniqueName: 'omd-pilot',
};

async function devicesOf(cloud: TestCloud): Promise<string[]> {
  return (await cloud.ask('GET', '/v1.0/devices?$select=id')).body.value.map(({ id }: { id: string }) => id);
}

const link = (id: string | undefined) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;

it('adds up to twenty members at once, all or none, and refuses one that is a member already', async () => {
  const cloud = await testCloud();
  const [first, second, third] = await devicesOf(cloud);
  const { id } = (await cloud.ask('POST', '/v1.0/groups', pilot)).body;
  const members = async () =>
    (await cloud.ask('GET', `/v1.0/groups/${id}/members/microsoft.graph.device?$select=id`)).body.value;

  const stranger = '33333333-3333-4333-8333-333333333333';
  const wrong = await cloud.ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': [link(first), link(stranger)] });
  expect(wrong.status).toBe(404);
  expect(await members()).toEqual([]);

  const right = await cloud.ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': [link(first), link(second)] });
  expect(right.status).toBe(204);
  expect(await members()).toEqual([{ id: first }, { id: second }]);
  expect((await cloud.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': link(first) })).status).toBe(400);
  expect((await cloud.ask('POST', `/v1.0/groups/${id}/members/$ref`, { '@odata.id': link(third) })).status).toBe(204);
  expect((await cloud.ask('DELETE', `/v1.0/groups/${id}/members/${first}/$ref`)).status).toBe(204);
  expect((await cloud.ask('DELETE', `/v1.0/groups/${id}/members/${first}/$ref`)).status).toBe(404);
  const tooMany = Array.from({ length: 21 }, () => link(second));
  expect((await cloud.ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': tooMany })).status).toBe(400);
  expect((await cloud.ask('POST', '/v1.0/groups', pilot)).status).toBe(400);
});

it('keeps a dynamic group as its rule says', async () => {
  const cloud = await testCloud();
  const rule = { groupTypes: ['DynamicMembership'], membershipRuleProcessingState: 'On' };
  const membershipRule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Microsoft365Managed_Standard"))';
  const { uniqueName: _, ...unnamed } = pilot;
  const { id } = (await cloud.ask('POST', '/v1.0/groups', { ...unnamed, ...rule, membershipRule })).body;
  const { value } = (await cloud.ask('GET', `/v1.0/groups/${id}/members`)).body;
  expect(value.length).toBeGreaterThan(0);
  for (const { physicalIds } of value) expect(physicalIds).toContain('[OrderID]:Microsoft365Managed_Standard');
  expect((await cloud.ask('POST', '/v1.0/groups', { ...unnamed, ...rule, membershipRule: 'all of them' })).status).toBe(
    400,
  );

  const either = `${membershipRule} -or ${membershipRule.replace('Standard', 'PowerUser')}`;
  const wider = await cloud.ask('POST', '/v1.0/groups', { ...unnamed, ...rule, membershipRule: either });
  const { body } = await cloud.ask('GET', `/v1.0/groups/${wider.body.id}/members?$top=999`);
  expect(body.value.length).toBeGreaterThan(value.length);
});

it('tells in a delta query what has changed since the last, member by member', async () => {
  const cloud = await testCloud({ consistency: 'eventual' });
  const [first, second] = await devicesOf(cloud);
  const { id } = (await cloud.ask('POST', '/v1.0/groups', pilot)).body;
  const follow = async (path: string) => {
    const { body } = await cloud.ask('GET', path);
    return { value: body.value, next: String(body['@odata.deltaLink']).slice(cloud.server.graphUrl.length) };
  };
  const start = await follow(`/v1.0/groups/delta?$select=displayName,members&$filter=id eq '${id}'`);
  expect(start.value).toEqual([{ id, displayName: 'Pilot', 'members@delta': [] }]);
  expect((await follow(start.next)).value).toEqual([]);

  await cloud.ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': [link(first), link(second)] });
  cloud.clock.jumpTo(cloud.clock.now() + 60_000);
  const added = await follow(start.next);
  expect(added.value[0]['members@delta'].map((member: { id: string }) => member.id).sort()).toEqual(
    [first, second].sort(),
  );

  await cloud.ask('DELETE', `/v1.0/groups/${id}/members/${first}/$ref`);
  cloud.clock.jumpTo(cloud.clock.now() + 60_000);
  const removed = await follow(added.next);
  expect(removed.value[0]['members@delta']).toEqual([
    { '@odata.type': '#microsoft.graph.device', id: first, '@removed': { reason: 'deleted' } },
  ]);

  await cloud.ask('DELETE', `/v1.0/groups/${id}`);
  const other = { ...pilot, uniqueName: 'omd-other' };
  await cloud.ask('POST', '/v1.0/groups', other);
  expect((await follow(removed.next)).value).toEqual([{ id, '@removed': { reason: 'deleted' } }]);

  cloud.clock.jumpTo(cloud.clock.now() + 8 * 86_400_000);
  const gone = await cloud.ask('GET', removed.next);
  expect(gone).toMatchObject({ status: 410, body: { error: { code: 'syncStateNotFound' } } });
});

it('tells of a changed user only what was changed', async () => {
  const cloud = await testCloud();
  const follow = async (path: string) => (await cloud.ask('GET', path)).body;
  const first = await follow('/v1.0/users/delta?$select=displayName,accountEnabled');
  const [{ id }] = first.value;
  await cloud.ask('PATCH', `/v1.0/users/${id}`, { accountEnabled: false });
  const { value } = await follow(first['@odata.deltaLink'].slice(cloud.server.graphUrl.length));
  expect(value).toEqual([{ id, accountEnabled: false }]);
});
