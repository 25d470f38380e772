import { expect, it } from 'vitest';
import { carryOut } from '../control/deeds.ts';
import { scriptNamed } from '../faults/scripts.ts';
import { DAY, HOUR } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

const REQUESTS = '/beta/deviceManagement/operationApprovalRequests';
const reason = { 'x-msft-approval-justification': Buffer.from('stolen on a train').toString('base64') };

async function guarded() {
  const cloud = await testCloud({ devices: 5 });
  carryOut({ do: 'demandApproval', of: ['deviceWipe'] }, [cloud.tenant], cloud.clock.now());
  const [{ id }] = (await cloud.ask('GET', '/v1.0/deviceManagement/managedDevices')).body.value;
  const path = `/v1.0/deviceManagement/managedDevices/${id}`;
  const wipe = (headers: Record<string, string>, body = { keepUserData: false }) =>
    cloud.ask('POST', `${path}/wipe`, body, headers);
  const code = async () => ({ 'x-msft-approval-code': (await wipe(reason)).headers.get('x-msft-approval-code') ?? '' });
  const statuses = async () =>
    (await cloud.ask('GET', REQUESTS)).body.value.map(({ status }: { status: string }) => status);
  const later = (time: number) => cloud.clock.jumpTo(cloud.clock.now() + time);
  return { ...cloud, path, wipe, code, statuses, later };
}

it('a wipe waits for a second administrator, and then passes once and as it was approved', async () => {
  const { ask, path, wipe, code, statuses, later, tenant } = await guarded();
  expect((await wipe({})).status).toBe(400);
  const approved = await code();
  expect((await wipe(reason)).status).toBe(400);
  expect(await wipe(approved)).toMatchObject({ status: 403, body: { error: { code: 'ApprovalRequired' } } });
  expect(await statuses()).toEqual(['needsApproval']);

  later(HOUR);
  expect(await statuses()).toEqual(['approved']);
  expect((await wipe(approved, { keepUserData: true })).status).toBe(400);
  expect(tenant.fleet.actions.all()).toEqual([]);
  expect((await wipe(approved)).status).toBe(204);
  expect((await wipe(approved)).status).toBe(403);
  expect(tenant.fleet.actions.all()).toHaveLength(1);
  expect(await statuses()).toEqual(['completed']);
  expect((await ask('POST', `${path}/syncDevice`)).status).toBe(204);
});

it.each([
  ['approver-says-no', 'rejected'],
  ['approver-asleep', 'needsApproval'],
] as const)('with %s a wipe never passes, and the request is %s', async (script, status) => {
  const { tenant, wipe, code, statuses, later } = await guarded();
  tenant.fleet.faults.inject(scriptNamed(script).faults);
  const given = await code();
  later(DAY);
  expect(await statuses()).toEqual([status]);
  expect((await wipe(given)).status).toBe(403);
});
