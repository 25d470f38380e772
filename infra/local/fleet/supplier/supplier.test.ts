import { expect, it } from 'vitest';
import { scriptNamed } from '../faults/scripts.ts';
import { calendarTwin, hurtDevices } from '../model/calendar-twin.ts';
import { DAY, HOUR } from '../model/time.ts';
import { NO_POLICY } from '../model/update-policies.ts';
import { type TestCloud, testCloud } from '../test-cloud.ts';
import { supplierOf } from './supplier.ts';

const start = Date.parse('2026-07-06T06:00:00Z');
const TAG = 'Microsoft365Managed_Standard';

const newTenant = (devices: number) => testCloud({ devices, arrival: 'by-import', start });

/** Imports the rows of a supplier's file, as a service does. */
async function importAll({ ask }: TestCloud, csv: string): Promise<void> {
  const rows = csv.trim().split('\r\n').slice(1);
  for (let from = 0; from < rows.length; from += 100) {
    const importedWindowsAutopilotDeviceIdentities = rows.slice(from, from + 100).map((row) => {
      const [serialNumber, , hardwareIdentifier, groupTag] = row.split(',');
      return { serialNumber, hardwareIdentifier, groupTag };
    });
    const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/import';
    expect((await ask('POST', path, { importedWindowsAutopilotDeviceIdentities })).status).toBe(200);
  }
}

const after = (cloud: TestCloud, time: number) => {
  cloud.clock.jumpTo(start + time);
  cloud.tenant.fleet.advanceTo(start + time);
};

const countOf = async ({ ask }: TestCloud, path: string) => (await ask('GET', path)).body.value.length;
const REGISTERED = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities?$top=1000';
const MANAGED = '/v1.0/deviceManagement/managedDevices?$top=1000';

it('machines of a supplier are unknown to the tenant, which has no rings and no policies', async () => {
  const cloud = await newTenant(40);
  const lists = [REGISTERED, MANAGED, '/v1.0/devices', '/v1.0/deviceManagement/deviceConfigurations'];
  expect(await Promise.all(lists.map((path) => countOf(cloud, path)))).toEqual([0, 0, 0, 0]);
  const { value } = (await cloud.ask('GET', "/v1.0/groups?$filter=startswith(displayName,'Modern')")).body;
  expect(value).toEqual([]);
});

it('machines whose hashes are imported become Autopilot devices, then enrol day by day, and are in no ring', async () => {
  const cloud = await newTenant(300);
  const supplier = supplierOf(cloud.tenant);
  await importAll(cloud, supplier.csv(supplier.stock(0, 200), TAG));
  expect(supplier.stock(0, 300)).toHaveLength(100);

  after(cloud, 2 * HOUR);
  expect(await countOf(cloud, REGISTERED)).toBeGreaterThan(180);
  expect(await countOf(cloud, MANAGED)).toBeLessThan(20);
  after(cloud, 2 * DAY);
  const soon = await countOf(cloud, MANAGED);
  after(cloud, 7 * DAY);
  const later = await countOf(cloud, MANAGED);
  expect(soon).toBeGreaterThan(80);
  expect(later).toBeGreaterThan(Math.max(soon, 160));
  expect(later).toBeLessThanOrEqual(await countOf(cloud, REGISTERED));
  expect(new Set(cloud.tenant.fleet.columns.policy.subarray(0, 200))).toEqual(new Set([NO_POLICY]));
});

it('machines that a maker ships and registers itself need no import, and cannot be registered twice', async () => {
  const cloud = await newTenant(20);
  const supplier = supplierOf(cloud.tenant);
  const machines = supplier.stock(0, 5);
  const shipment = supplier.shipment('4500012', machines, TAG);
  supplier.register(machines, TAG);
  supplier.register(machines, 'another tag');
  after(cloud, DAY);
  const { value } = (await cloud.ask('GET', REGISTERED)).body;
  expect(value.map(({ serialNumber }: { serialNumber: string }) => serialNumber).sort()).toEqual(
    shipment.devices.map(({ serialNumber }) => serialNumber).sort(),
  );
  expect(new Set(value.map(({ groupTag }: { groupTag: string }) => groupTag))).toEqual(new Set([TAG]));
});

it('a delta query tells of devices as they come and enrol, though nobody has written anything', async () => {
  const cloud = await newTenant(20);
  const supplier = supplierOf(cloud.tenant);
  const follow = async (path: string) => {
    const { body } = await cloud.ask('GET', path);
    return { value: body.value, next: String(body['@odata.deltaLink']).slice(cloud.server.graphUrl.length) };
  };
  const before = await follow('/v1.0/devices/delta?$select=deviceId,isManaged');
  expect(before.value).toEqual([]);
  supplier.register(supplier.stock(0, 20), TAG);
  after(cloud, 3 * HOUR);
  const registered = await follow(before.next);
  expect(registered.value.length).toBeGreaterThan(15);
  after(cloud, 6 * DAY);
  const { value } = await follow(registered.next);
  expect(value.filter(({ isManaged }: { isManaged?: boolean }) => isManaged).length).toBeGreaterThan(10);
});

it('a file is written as the tool writes it, the same for the same machines', async () => {
  const [one, same] = await Promise.all([newTenant(20), newTenant(20)]);
  const csv = supplierOf(one.tenant).csv([0, 1, 2]);
  expect(csv).toBe(supplierOf(same.tenant).csv([0, 1, 2]));
  expect(csv.split('\r\n')).toEqual([
    'Device Serial Number,Windows Product ID,Hardware Hash',
    ...Array.from({ length: 3 }, () => expect.stringMatching(/^\w+,,T0[A-Za-z0-9+/]{3000,}={0,2}$/)),
    '',
  ]);
});

/** Rings as a service makes them: a group and a policy of so many days; returns the id of the policy. */
async function ring({ ask, tenant }: TestCloud, name: string, deferral: number, machines: readonly number[]) {
  const group = { displayName: `Modern Workplace Devices - ${name}`, mailEnabled: false, securityEnabled: true };
  const { id: groupId } = (await ask('POST', '/v1.0/groups', { ...group, mailNickname: name })).body;
  const policy = {
    '@odata.type': '#microsoft.graph.windowsUpdateForBusinessConfiguration',
    displayName: name,
    qualityUpdatesDeferralPeriodInDays: deferral,
    deadlineForQualityUpdatesInDays: 2,
    deadlineGracePeriodInDays: 2,
  };
  const path = '/v1.0/deviceManagement/deviceConfigurations';
  const { id } = (await ask('POST', path, policy)).body;
  const target = { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId };
  await ask('POST', `${path}/${id}/assign`, { assignments: [{ target }] });
  const { index = -1 } = tenant.fleet.ids.read(groupId) ?? {};
  for (const device of machines) tenant.fleet.groups.change(index, device, true);
  return `${path}/${id}`;
}

it('rings and pauses that a service writes decide whom a bad update hurts; a twin without pauses tells the difference', async () => {
  const cloud = await newTenant(1_000);
  const { fleet } = cloud.tenant;
  const supplier = supplierOf(cloud.tenant);
  const machines = supplier.stock(0, 1_000);
  fleet.faults.inject(scriptNamed('first-month').faults);
  await importAll(cloud, supplier.csv(machines, TAG));
  await ring(cloud, 'Fast', 1, machines.slice(0, 100));
  const broad = await ring(cloud, 'Broad', 4, machines.slice(100));

  after(cloud, 9 * DAY);
  await cloud.ask('PATCH', broad, { qualityUpdatesPaused: true });
  after(cloud, 30 * DAY);
  const [held, twin] = [fleet, calendarTwin(fleet, start + 30 * DAY)].map((each) => {
    const hurt = [...hurtDevices(each)];
    return { fast: hurt.filter((device) => device < 100), broad: hurt.filter((device) => device >= 100) };
  });
  expect(held?.fast.length).toBeGreaterThan(0);
  expect(twin?.fast).toEqual(held?.fast);
  // A device that was away hears of the pause too late.
  expect(held?.broad.length).toBeLessThan((twin?.broad.length ?? 0) / 10);
});
