import { describe, expect, test } from 'vitest';
import { createFleet } from './fleet.ts';
import { RING_GROUPS } from './tenant-groups.ts';
import { DAY, HOUR, MINUTE } from './time.ts';
import { rings } from './update-policies.ts';

const start = Date.UTC(2026, 5, 9);
const broad = rings.indexOf('Broad');
const testRing = rings.indexOf('Test');

describe('the groups of a tenant', () => {
  test("are the four rings, all devices, profiles, and the customer's own", () => {
    const { groups, devices } = createFleet({ seed: 6, devices: 20_000, start });
    const all = groups.all();
    expect(all.slice(0, RING_GROUPS).map(({ displayName }) => displayName)).toEqual(
      ['Test', 'First', 'Fast', 'Broad'].map((ring) => `Modern Workplace Devices-${ring}`),
    );
    const shares = [0, 1, 2, 3, 4].map((group) => groups.members(group, start).length / devices());
    for (const [n, expected] of [0.005, 0.01, 0.09, 0.895, 1].entries())
      expect(Math.abs((shares[n] ?? 0) - expected)).toBeLessThan(0.012);
    expect(all.filter(({ roleAssignable }) => roleAssignable)).toHaveLength(1);
    expect(all.filter(({ nested }) => nested.some((n) => (all[n]?.nested.length ?? 0) > 0))).toHaveLength(1);
  });

  test('hold a few devices in two rings and a few in none', () => {
    const { groups, devices } = createFleet({ seed: 6, devices: 20_000, start });
    const counts = Array.from(
      { length: devices() },
      (_, device) => rings.filter((_, ring) => groups.has(ring, device)).length,
    );
    const share = (count: number) => counts.filter((n) => n === count).length / devices();
    expect(Math.abs(share(0) - 0.005)).toBeLessThan(0.002);
    expect(Math.abs(share(2) - 0.003)).toBeLessThan(0.002);
    expect(counts.filter((n) => n > 2)).toEqual([]);
  });

  test('show a change to readers within half a minute, and at once where consistency is strong', () => {
    for (const consistency of ['eventual', 'strong'] as const) {
      const fleet = createFleet({ seed: 6, devices: 100, start, consistency });
      const [device = -1] = fleet.groups.members(broad, start);
      fleet.groups.change(broad, device, false);
      expect(fleet.groups.has(broad, device)).toBe(false);
      expect(fleet.groups.members(broad, start).includes(device)).toBe(consistency === 'eventual');
      expect(fleet.groups.members(broad, start + 31_000)).not.toContain(device);
    }
  });

  test('tell every change once, and none when nothing changes', () => {
    const fleet = createFleet({ seed: 6, devices: 100, start });
    const [device = -1] = fleet.groups.members(broad, start);
    expect(fleet.groups.change(broad, device, true)).toBeUndefined();
    expect(fleet.groups.change(broad, device, false)).toMatchObject({ number: 0, member: false });
    expect(fleet.groups.changes()).toHaveLength(1);
  });
});

test('a device follows its new ring after targeting and a check-in', () => {
  const fleet = createFleet({ seed: 6, devices: 200, start });
  const [device = -1] = fleet.groups
    .members(broad, start)
    .filter((member) => fleet.checkIns.next(member, start) < start + DAY);
  fleet.groups.change(broad, device, false);
  fleet.groups.change(testRing, device, true);
  const earliest = fleet.checkIns.next(device, start + 5 * MINUTE);
  fleet.advanceTo(earliest - 1);
  expect(fleet.columns.policy[device]).toBe(broad);
  fleet.advanceTo(fleet.checkIns.next(device, start + 30 * MINUTE) + HOUR);
  expect(fleet.columns.policy[device]).toBe(testRing);
});
