import { describe, expect, test } from 'vitest';
import { createFleet } from './fleet.ts';
import { DAY, HOUR } from './time.ts';

const start = Date.UTC(2026, 5, 9);

describe('an imported device', () => {
  test('goes from the import of its hash to its user in the weeks that follow', () => {
    const fleet = createFleet({ seed: 4, devices: 10, start, spare: 1_000 });
    const imported = Array.from({ length: 1_000 }, () => fleet.importDevice());
    expect(new Set(imported.map(fleet.life))).toEqual(new Set(['imported']));
    fleet.advanceTo(start + HOUR);
    const failed = imported.filter((device) => fleet.life(device) === 'importFailed').length;
    expect(failed).toBeGreaterThan(5);
    expect(failed).toBeLessThan(40);
    expect(imported.filter((device) => fleet.life(device) === 'active')).toEqual([]);
    fleet.advanceTo(start + 60 * DAY);
    const active = imported.filter((device) => fleet.life(device) === 'active').length;
    expect(active).toBeGreaterThan(850);
  });

  test('checks in from its enrolment on, often at first, and never before', () => {
    const fleet = createFleet({ seed: 4, devices: 10, start, spare: 300 });
    const imported = Array.from({ length: 300 }, () => fleet.importDevice());
    for (const device of imported) expect(fleet.checkIns.next(device, start)).toBe(Number.POSITIVE_INFINITY);
    fleet.advanceTo(start + 50 * DAY);
    const enrolled = imported.filter((device) => fleet.life(device) === 'active');
    const early = enrolled.filter((device) => {
      const at = fleet.columns.enrolledAt[device] ?? Number.NaN;
      expect(fleet.checkIns.next(device, start)).toBeGreaterThan(at);
      return fleet.checkIns.next(device, at) <= at + HOUR;
    });
    expect(early.length / enrolled.length).toBeGreaterThan(0.9);
  });

  test('finds no room in a fleet that is full', () => {
    const fleet = createFleet({ seed: 4, devices: 10, start, spare: 1 });
    fleet.importDevice();
    expect(() => fleet.importDevice()).toThrow('no room for more than 11 devices');
  });
});
