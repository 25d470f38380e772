import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arrivals, HOUR_MS, openArrivals } from './arrivals.ts';

const TAG = 'Microsoft365Managed_Standard';

let fleet: Arrivals;
beforeAll(async () => {
  fleet = await openArrivals({ devices: 60 });
});
afterAll(() => fleet.close());

interface Row {
  readonly line: number;
  readonly outcome: string;
  readonly code?: string;
  readonly deviceId?: string;
  readonly serialNumber: string;
}

const rowsOf = async (importId: string): Promise<Row[]> =>
  (await fleet.ask('GET', `/device-imports/${importId}/rows?limit=500`)).items;

it('a person mends the rows that were rejected and sends the whole file again: they are taken on, the others known', async () => {
  const right = fleet.supplier.csv(fleet.supplier.stock(0, 12), TAG);
  const wrong = right
    .trim()
    .split('\r\n')
    .map((line, n) => {
      if (n === 2) return line.replace(/,([^,]{40})[^,]*,([^,]*)$/, ',$1,$2');
      if (n === 5) return line.replace(/^[^,]*/, '4.51291E+09');
      if (n === 9) return line.replace(TAG, TAG.toLowerCase());
      return line;
    });
  const first = await fleet.importFile(wrong.join('\r\n'));
  await fleet.pass(1000);
  const bad = (await rowsOf(first)).filter(({ outcome }) => outcome === 'rejected');
  expect(bad.map(({ line, code }) => [line, code])).toEqual([
    [3, 'hash-invalid'],
    [6, 'serial-mangled'],
    [10, 'tag-case'],
  ]);

  const again = await fleet.importFile(right);
  await fleet.pass(1000);
  const outcomes = (await rowsOf(again)).map(({ line, outcome }) => [line, outcome]);
  const isMended = (line: number) => [3, 6, 10].includes(line);
  expect(outcomes).toEqual(Array.from({ length: 12 }, (_, n) => [n + 2, isMended(n + 2) ? 'accepted' : 'known']));
  await fleet.pass(4 * HOUR_MS);
  const { outcome } = await fleet.operation(again);
  expect(outcome).toMatchObject({ kind: 'succeeded', result: { known: 9, rejected: 0 } });
  const { value } = await fleet.graph('GET', '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities');
  const serials = value.map(({ serialNumber }: { serialNumber: string }) => serialNumber);
  expect(new Set(serials).size).toBe(serials.length);
});

it('devices that Autopilot refused are registered when their file is sent again, and remember both', async () => {
  const file = fleet.supplier.csv(fleet.supplier.stock(20, 5), TAG);
  fleet.inject({ until: 'PT2H', effect: { kind: 'importErrors', share: 1 } });
  const first = await fleet.importFile(file);
  await fleet.pass(2 * HOUR_MS);
  const refused = await rowsOf(first);
  expect(refused.map(({ outcome }) => outcome)).toEqual(Array(5).fill('failed'));
  for (const { deviceId } of refused)
    expect(await fleet.ask('GET', `/devices/${deviceId}`)).toMatchObject({ state: { kind: 'registration-failed' } });

  await fleet.pass(HOUR_MS);
  const again = await fleet.importFile(file);
  await fleet.pass(4 * HOUR_MS);
  const rows = await rowsOf(again);
  expect(rows.map(({ deviceId }) => deviceId)).toEqual(refused.map(({ deviceId }) => deviceId));
  const registered = rows.filter(({ outcome }) => outcome === 'registered');
  expect(registered.length).toBeGreaterThan(0);
  for (const { deviceId = '' } of registered) {
    expect(await fleet.ask('GET', `/devices/${deviceId}`)).toMatchObject({ state: { kind: 'ready-for-user' } });
    const told = JSON.stringify((await fleet.timeline(deviceId)).items);
    for (const type of ['omd.device.registration-failed.v1', 'omd.device.registered.v1']) expect(told).toContain(type);
  }
});

it('nothing of all this has become a dead letter', async () => {
  expect((await fleet.letters()).items).toEqual([]);
});
