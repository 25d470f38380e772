import { expect, it } from 'vitest';
import { DAY } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

const PATH = '/v1.0/deviceManagement/deviceConfigurations';
const ring = {
  '@odata.type': '#microsoft.graph.windowsUpdateForBusinessConfiguration',
  displayName: 'Pilot ring',
  qualityUpdatesDeferralPeriodInDays: 3,
  deadlineForQualityUpdatesInDays: 2,
  deadlineGracePeriodInDays: 1,
};

async function assigned() {
  const cloud = await testCloud();
  const { id } = (await cloud.ask('POST', PATH, ring)).body;
  const group = { displayName: 'Pilot', mailEnabled: false, mailNickname: 'pilot', securityEnabled: true };
  const { id: groupId } = (await cloud.ask('POST', '/v1.0/groups', group)).body;
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId };
  expect((await cloud.ask('POST', `${PATH}/${id}/assign`, { assignments: [{ target }] })).status).toBe(200);
  const [device] = (await cloud.ask('GET', '/v1.0/devices?$top=1&$select=id')).body.value;
  const link = `https://graph.microsoft.com/v1.0/directoryObjects/${device.id}`;
  await cloud.ask('POST', `/v1.0/groups/${groupId}/members/$ref`, { '@odata.id': link });
  cloud.clock.jumpTo(cloud.clock.now() + 5 * DAY);
  cloud.tenant.fleet.advanceTo(cloud.clock.now());
  const known = () => cloud.tenant.fleet.policies.get(cloud.tenant.fleet.columns.policy[0] ?? 255);
  return { cloud, id, known };
}

it('puts the members of its group under what it says, and follows changes', async () => {
  const { cloud, id, known } = await assigned();
  expect(known()).toMatchObject({ deferralDays: 3, deadlineDays: 2, graceDays: 1 });
  expect(known()).not.toHaveProperty('pausedUntil');
  await cloud.ask('PATCH', `${PATH}/${id}`, { qualityUpdatesPaused: true });
  expect(known()).toMatchObject({ deferralDays: 3, pausedUntil: cloud.clock.now() + 35 * DAY });
});

it('shows what was written, its version, and a pause that ends by itself after 35 days', async () => {
  const { cloud, id } = await assigned();
  await cloud.ask('PATCH', `${PATH}/${id}`, { qualityUpdatesPaused: true });
  const read = async () => (await cloud.ask('GET', `${PATH}/${id}?$expand=assignments`)).body;
  expect(await read()).toMatchObject({ ...ring, version: 2, qualityUpdatesPaused: true, assignments: [{}] });
  cloud.clock.jumpTo(cloud.clock.now() + 36 * DAY);
  expect(await read()).toMatchObject({ qualityUpdatesPaused: false });
  const { value } = (
    await cloud.ask('GET', `${PATH}?$filter=isof('microsoft.graph.windowsUpdateForBusinessConfiguration')`)
  ).body;
  expect(value).toHaveLength(1);
});

it('refuses settings that there are not, and numbers beyond their limits', async () => {
  const cloud = await testCloud();
  const status = async (more: object) => (await cloud.ask('POST', PATH, { ...ring, ...more })).status;
  expect(await status({ colour: 'red' })).toBe(400);
  expect(await status({ qualityUpdatesDeferralPeriodInDays: 31 })).toBe(400);
  expect(await status({ automaticUpdateMode: 'never' })).toBe(400);
  expect(await status({ '@odata.type': '#microsoft.graph.windows10GeneralConfiguration' })).toBe(400);
});
