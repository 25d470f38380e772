import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrivals, DAY_MS, HOUR_MS, openArrivals } from './arrivals.ts';

const TAG = 'Microsoft365Managed_Standard';

let fleet: Arrivals;
beforeAll(async () => {
  fleet = await openArrivals({ devices: 60 });
});
afterAll(() => fleet.close());

interface Row {
  readonly id: string;
  readonly serialNumber: string;
  readonly state: string;
  readonly autopilotDeviceId: string | null;
  readonly managedDeviceId: string | null;
}

const rows = async (query = ''): Promise<Row[]> => (await fleet.ask('GET', `/devices?limit=500${query}`)).items;

async function oneOf(state: string): Promise<Row> {
  const [row] = await rows(`&state=${state}`);
  if (!row) throw new Error(`No device is ${state}.`);
  return row;
}

const remove = ({ id }: Row) => fleet.ask('POST', `/devices/${id}/remove`, { reason: 'sold' });

describe('a tenant that is enrolled', () => {
  it('has its groups and Autopilot profiles a moment later, and an operation that tells how that went', async () => {
    const { operationId, objects } = await fleet.ask('GET', '/objects');
    expect(objects.map(({ state }: { state: string }) => state)).toEqual(Array(10).fill('present'));
    expect(await fleet.operation(operationId)).toMatchObject({
      name: 'set-up-tenant',
      steps: [
        { name: 'groups', done: 6, total: 6 },
        { name: 'autopilot-profiles', done: 4, total: 4 },
      ],
      outcome: { kind: 'succeeded' },
    });
  });

  it('has a group again on the next day that somebody has deleted, and its profile is assigned to it', async () => {
    const groupOf = async () => {
      const { objects } = await fleet.ask('GET', '/objects');
      return objects.find(({ name }: { name: string }) => name.endsWith('Standard')).id;
    };
    const before = await groupOf();
    await fleet.graph('DELETE', `/v1.0/groups/${before}`);
    await fleet.pass(DAY_MS);
    const after = await groupOf();
    expect(after).not.toBe(before);
    const { value } = await fleet.graph(
      'GET',
      '/beta/deviceManagement/windowsAutopilotDeploymentProfiles?$expand=assignments',
    );
    const assigned = JSON.stringify(value);
    expect(assigned).toContain(after);
    expect(value).toHaveLength(4);
  });
});

describe('devices by CSV', () => {
  let importId: string;

  it('are pending until Autopilot has answered, and are not removed before', async () => {
    importId = await fleet.importFile(fleet.supplier.csv(fleet.supplier.stock(0, 30), TAG));
    await fleet.pass(1000);
    const pending = await oneOf('registration-pending');
    expect(await fleet.ask('GET', `/devices/${pending.id}`)).toMatchObject({
      sentence: expect.stringContaining('Autopilot has not yet answered to its hardware hash'),
    });
    await expect(remove(pending)).rejects.toThrow('device-pending');
  });

  it('are registered once each though the service dies in the midst of it and Graph answers badly', async () => {
    fleet.platform.cloud.act({ do: 'inject', script: 'graph-504' });
    for (const minutes of [1, 2, 5]) {
      await fleet.platform.crash('device-registration');
      await fleet.pass(minutes * 60_000);
    }
    await fleet.pass(4 * HOUR_MS);
    const { outcome } = await fleet.operation(importId);
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { accepted: 0 } });
    expect(outcome.result.registered + outcome.result.failed).toBe(30);

    const { items } = await fleet.ask('GET', `/device-imports/${importId}/rows`);
    const failed = items.filter((row: { outcome: string }) => row.outcome === 'failed');
    for (const { code, message } of failed)
      expect({ code, message }).toMatchObject({ code: expect.stringMatching(/^device-|^hash-/) });

    const { value } = await fleet.graph('GET', '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities');
    const serials = value.map(({ serialNumber }: { serialNumber: string }) => serialNumber);
    expect(serials).toHaveLength(outcome.result.registered);
    expect(new Set(serials).size).toBe(serials.length);
    expect(await fleet.states()).toEqual({
      'ready-for-user': outcome.result.registered,
      ...(failed.length > 0 && { 'registration-failed': failed.length }),
    });
    const uploads = await fleet.graph('GET', '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities');
    expect(uploads.value).toEqual([]);
  });

  it('become active when they enrol, each under its ids, and the timeline tells the whole way', async () => {
    await fleet.pass(2 * DAY_MS);
    const active = await oneOf('active');
    const managed = await fleet.graph('GET', `/v1.0/deviceManagement/managedDevices/${active.managedDeviceId}`);
    expect(managed).toMatchObject({ serialNumber: active.serialNumber });
    const entries = (await fleet.timeline(active.id)).items.map(
      (entry: { event?: { type: string }; record?: { action: string } }) => entry.event?.type ?? entry.record?.action,
    );
    expect(entries).toEqual([
      'omd.device.activated.v1',
      'omd.device.registered.v1',
      'device.import',
      'device.accept',
      'omd.device.accepted.v1',
    ]);
  });
});

describe('a row that Graph refuses', () => {
  it('is found among those that were sent with it, and they are registered', async () => {
    const [header, ...lines] = fleet.supplier.csv(fleet.supplier.stock(0, 6), TAG).trim().split('\r\n');
    const users = ['', '', '', `${'x'.repeat(300)}@contoso.example`, '', ''];
    const rows = lines.map((line, n) => `${line},${users[n]}`);
    const importId = await fleet.importFile([`${header},Assigned User`, ...rows].join('\n'));
    await fleet.pass(3 * HOUR_MS);
    const { items } = await fleet.ask('GET', `/device-imports/${importId}/rows`);
    expect(items[3]).toMatchObject({ outcome: 'failed', code: 'autopilot-error' });
    const others = items.filter((_: unknown, n: number) => n !== 3);
    for (const { code } of others) expect(code).not.toBe('autopilot-error');
    expect((await fleet.operation(importId)).outcome.kind).toBe('succeeded');
  });
});

describe('a device that its maker has registered', () => {
  it('is discovered by its group tag within the hour, and is ready for its user', async () => {
    const machines = fleet.supplier.stock(40, 5);
    fleet.platform.cloud.act({ do: 'register', machines, groupTag: TAG });
    await fleet.pass(2 * HOUR_MS);
    const discovered = (await rows('&sort=-acceptedAt')).slice(0, 5);
    for (const { id } of discovered)
      expect(await fleet.ask('GET', `/devices/${id}`)).toMatchObject({
        source: { kind: 'discovery' },
        profile: 'Standard',
        autopilotDeviceId: expect.any(String),
      });
  });

  it('under a tag of somebody else is left alone', async () => {
    const before = await rows();
    fleet.platform.cloud.act({ do: 'register', machines: fleet.supplier.stock(50, 3), groupTag: 'Kiosk-HQ' });
    await fleet.pass(2 * HOUR_MS);
    expect(await rows()).toHaveLength(before.length);
  });
});

describe('the removal of a device', () => {
  it('takes it out of Autopilot and off the list, and is an operation', async () => {
    const ready = await oneOf('ready-for-user');
    const { id } = await remove(ready);
    await fleet.pass(60_000);
    expect(await fleet.operation(id)).toMatchObject({ name: 'remove-device', outcome: { kind: 'succeeded' } });
    expect((await rows()).map((row) => row.id)).not.toContain(ready.id);
    const path = `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${ready.autopilotDeviceId}`;
    await expect(fleet.graph('GET', path)).rejects.toThrow('404');
    const { items } = await fleet.timeline(ready.id);
    expect(JSON.stringify(items)).toContain('omd.device.removed.v1');
  });

  it('that Autopilot refuses, because the device is enrolled, leaves it as it was and says why', async () => {
    const active = await oneOf('active');
    const { id } = await remove(active);
    await fleet.pass(60_000);
    expect(await fleet.operation(id)).toMatchObject({
      outcome: { kind: 'failed', code: 'autopilot-refused', message: expect.stringContaining('enrolled') },
    });
    const device = await fleet.ask('GET', `/devices/${active.id}`);
    expect(device).toMatchObject({ state: { kind: 'active' } });
    expect(device).not.toHaveProperty('removal');
  });
});

it('what somebody has changed of a group or an Autopilot profile is set right on the next day', async () => {
  const profilesPath = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles';
  const read = async () => {
    const { objects } = await fleet.ask('GET', '/objects');
    const idOf = (end: string): string => objects.find(({ name }: { name: string }) => name.endsWith(end)).id;
    const group = await fleet.graph('GET', `/v1.0/groups/${idOf('Profiles - Kiosk')}`);
    const profile = await fleet.graph('GET', `${profilesPath}/${idOf('Autopilot Profile')}`);
    return { group, profile };
  };
  const before = await read();
  const start = { ...before.profile.outOfBoxExperienceSetting, userType: 'administrator' };
  await fleet.graph('PATCH', `${profilesPath}/${before.profile.id}`, {
    outOfBoxExperienceSetting: start,
    deviceNameTemplate: 'ACME-%RAND:4%',
  });
  const membershipRule = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Mine"))';
  await fleet.graph('PATCH', `/v1.0/groups/${before.group.id}`, { membershipRule });
  await fleet.pass(DAY_MS);
  const { group, profile } = await read();
  expect(group).toMatchObject({ id: before.group.id, membershipRule: before.group.membershipRule });
  expect(profile).toMatchObject({
    id: before.profile.id,
    outOfBoxExperienceSetting: before.profile.outOfBoxExperienceSetting,
    deviceNameTemplate: 'ACME-%RAND:4%',
  });
});

it('nothing of all this has become a dead letter', async () => {
  expect((await fleet.letters()).items).toEqual([]);
});
