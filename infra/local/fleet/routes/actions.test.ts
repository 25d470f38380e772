import { expect, it } from 'vitest';
import { DAY } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

const DEVICES = '/v1.0/deviceManagement/managedDevices';
const DEFENDER = '/defender/api';

it('finishes an action of Intune when the device next listens', async () => {
  const cloud = await testCloud({ devices: 20 });
  const { id } = (await cloud.ask('GET', `${DEVICES}?$top=1`)).body.value[0];
  expect((await cloud.ask('POST', `${DEVICES}/${id}/syncDevice`)).status).toBe(204);
  const results = async () =>
    (await cloud.ask('GET', `${DEVICES}/${id}?$select=deviceActionResults`)).body.deviceActionResults;
  expect(await results()).toMatchObject([{ actionName: 'syncDevice', actionState: 'pending' }]);
  cloud.clock.jumpTo(cloud.clock.now() + 40 * DAY);
  expect(['done', 'canceled']).toContain((await results())[0].actionState);
});

it('shows a wipe as pending, and the device under a new id when it has enrolled again', async () => {
  const cloud = await testCloud({ devices: 20 });
  const { id, serialNumber } = (await cloud.ask('GET', `${DEVICES}?$top=1`)).body.value[0];
  await cloud.ask('POST', `${DEVICES}/${id}/wipe`, { keepEnrollmentData: false, keepUserData: false });
  const before = await cloud.ask('GET', `/beta${DEVICES.slice(5)}/${id}?$select=managementState`);
  expect(before.body.managementState).toBe('wipePending');
  cloud.clock.jumpTo(cloud.clock.now() + 20 * DAY);
  expect((await cloud.ask('GET', `${DEVICES}/${id}`)).status).toBe(404);
  const again = await cloud.ask('GET', `${DEVICES}?$filter=serialNumber eq '${serialNumber}'`);
  for (const device of again.body.value) expect(device.id).not.toBe(id);
});

it('isolates a machine once, tells how far it is, and lets it go again', async () => {
  const cloud = await testCloud({ devices: 20 });
  const machines = (await cloud.ask('GET', `${DEFENDER}/machines?$top=5`)).body.value;
  const order = (machine: string, name: string, body: object) =>
    cloud.ask('POST', `${DEFENDER}/machines/${machine}/${name}`, body);
  const [{ id, aadDeviceId }] = machines;
  expect(
    (await cloud.ask('GET', `${DEFENDER}/machines?$filter=aadDeviceId eq ${aadDeviceId}`)).body.value,
  ).toMatchObject([{ id }]);

  const early = await order(id, 'unisolate', { Comment: 'nothing to undo' });
  expect(early.status).toBe(400);
  const isolate = { Comment: 'plan 7', IsolationType: 'Full' };
  const first = await order(id, 'isolate', isolate);
  expect(first).toMatchObject({
    status: 201,
    body: { type: 'Isolate', status: 'Pending', scope: 'Full', requestorComment: 'plan 7' },
  });
  expect(await order(id, 'isolate', isolate)).toMatchObject({
    status: 400,
    body: { error: { code: 'ActiveRequestAlreadyExists' } },
  });

  cloud.clock.jumpTo(cloud.clock.now() + 20 * DAY);
  const { body } = await cloud.ask('GET', `${DEFENDER}/machineactions?$filter=machineId eq '${id}'`);
  expect(body.value).toMatchObject([{ id: first.body.id, requestorComment: 'plan 7' }]);
  expect(['Succeeded', 'Failed', 'TimeOut']).toContain(body.value[0].status);
  expect((await order(id, 'isolate', { IsolationType: 'Full' })).status).toBe(400);
});

it('takes a token for Graph as none for Defender', async () => {
  const cloud = await testCloud();
  const authorization = `Bearer ${await cloud.token()}`;
  expect((await cloud.ask('GET', `${DEFENDER}/machines`, undefined, { authorization })).status).toBe(401);
  expect((await cloud.ask('GET', DEVICES, undefined, { authorization: 'Bearer forged' })).status).toBe(401);
});
