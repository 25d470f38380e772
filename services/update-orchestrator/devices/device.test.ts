import { describe, expect, it } from 'vitest';
import { confirm, type Device, isLookedFor, pin, place, unpin } from './device.ts';

const NOON = '2026-07-06T12:00:00.000Z';
const managed: Device = {
  deviceId: 'd1',
  managedDeviceId: 'm1',
  entraDeviceId: 'e1',
  name: 'PC-1',
  manufacturer: 'Dell Inc.',
  model: 'Latitude 5440',
  placement: null,
};

/** The device after these decisions. */
const decided = (...decide: readonly ((current: Device) => { readonly state: Device } | undefined)[]): Device =>
  decide.reduce((device, next) => next(device)?.state ?? device, managed);

describe('a device', () => {
  it('is placed once, and its ring is told when Entra has it there', () => {
    const placed = decided(place('First', 'lacking', NOON));
    expect(placed.placement).toMatchObject({ ring: 'First', by: 'auto', pending: true });
    expect(place('Broad', 'again', NOON)(placed)).toBeUndefined();
    const { events } = confirm(placed) ?? {};
    expect(events?.[0]?.data).toMatchObject({ ring: 'First', previous: null, by: 'auto' });
    expect(confirm(decided(place('First', 'lacking', NOON), confirm))).toBeUndefined();
  });

  it('that is pinned elsewhere before it got there leaves the ring in which it still is', () => {
    const moved = decided(place('Broad', '-', NOON), confirm, pin('Fast', 'pilot', NOON), pin('First', 'pilot', NOON));
    expect(moved.placement).toMatchObject({ ring: 'First', from: 'Broad', pending: true });
    const back = decided(place('Broad', '-', NOON), confirm, pin('Fast', 'pilot', NOON), pin('Broad', 'no', NOON));
    expect(back.placement).toMatchObject({ ring: 'Broad', by: 'admin', from: null, pending: false });
  });

  it('stays where it is when its pin is taken off, unless that is Test', () => {
    const fast = decided(pin('Fast', 'pilot', NOON), confirm, unpin('Broad', 'over', NOON));
    expect(fast.placement).toMatchObject({ ring: 'Fast', by: 'auto', pending: false });
    const test = decided(pin('Test', 'lab', NOON), confirm, unpin('Broad', 'over', NOON));
    expect(test.placement).toMatchObject({ ring: 'Broad', by: 'auto', from: 'Test', pending: true });
  });

  it('is refused a ring before Intune manages it', () => {
    expect(() => pin('Fast', 'pilot', NOON)({ ...managed, managedDeviceId: null })).toThrow('has not enrolled yet');
  });
});

it('a device that Entra does not show is looked for every quarter, then every hour, then once a day', () => {
  const looks: number[] = [];
  for (let quarter = 1, looked: string | null = null; quarter <= 5 * 96; quarter += 1) {
    const now = Date.parse(NOON) + quarter * 900_000;
    if (!isLookedFor(NOON, looked, now)) continue;
    looks.push(quarter);
    looked = new Date(now).toISOString();
  }
  const inDay = (day: number) => looks.filter((n) => n > (day - 1) * 96 && n <= day * 96).length;
  expect(looks.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 11]);
  expect([1, 2, 3, 4, 5].map(inDay)).toEqual([29, 24, 1, 1, 1]);
});
