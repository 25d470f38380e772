import { describe, expect, test } from 'vitest';
import { deviceModels } from '../data/device-models.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { has } from './protection.ts';
import { DAY } from './time.ts';
import type { UpdatePolicy } from './update-policies.ts';
import { steps } from './updates.ts';
import { builds, osVersion } from './windows.ts';

const start = Date.UTC(2026, 5, 9);
const release = Date.UTC(2026, 5, 9, 17);

/** Offered at once and forced at once, but for what a test says. */
const policy = (change: Partial<UpdatePolicy>): UpdatePolicy => ({
  ...{ deferralDays: 0, deadlineDays: 0, graceDays: 0 },
  ...{ hotpatch: false, previews: false, expedited: false },
  ...change,
});

/** A policy of its own for the whole fleet. */
function fleetUnder(change: Partial<UpdatePolicy>, begin = start): Fleet {
  const fleet = createFleet({ seed: 21, devices: 2_000, start: begin });
  fleet.policies.set(10, policy(change));
  for (const device of all(fleet)) fleet.policies.assign(device, 10);
  return fleet;
}

const all = (fleet: Fleet) => Array.from({ length: fleet.devices() }, (_, device) => device);
const updated = (fleet: Fleet, since: number) =>
  all(fleet).filter((device) => (fleet.columns.restartedAt[device] ?? 0) >= since);
const stepOf = (fleet: Fleet, device: number) => steps[fleet.columns.step[device] ?? 0];

describe('a quality update', () => {
  test('is not offered before its deferral has passed', () => {
    const fleet = fleetUnder({ deferralDays: 4 });
    fleet.advanceTo(release + 4 * DAY);
    expect(updated(fleet, release).filter((device) => fleet.columns.revision[device] === 8655)).toEqual([]);
    fleet.advanceTo(release + 8 * DAY);
    expect(updated(fleet, release + 4 * DAY).length).toBeGreaterThan(1_600);
  });

  test('is not offered during a pause, and is afterwards', () => {
    const fleet = fleetUnder({ deferralDays: 2 });
    fleet.policies.set(10, policy({ deferralDays: 2, pausedUntil: start + 35 * DAY }));
    fleet.advanceTo(release + 14 * DAY);
    expect(all(fleet).filter((device) => fleet.columns.revision[device] === 8655)).toEqual([]);
    fleet.policies.set(10, policy({ deferralDays: 2 }));
    fleet.advanceTo(release + 20 * DAY);
    expect(updated(fleet, release + 14 * DAY).length).toBeGreaterThan(1_600);
  });

  test('goes on during a pause on devices that have it already', () => {
    const fleet = fleetUnder({ deadlineDays: 5, graceDays: 2 });
    fleet.advanceTo(release + DAY);
    const waiting = all(fleet).filter((device) => stepOf(fleet, device) === 'restart');
    fleet.policies.set(10, policy({ deadlineDays: 5, graceDays: 2, pausedUntil: start + 35 * DAY }));
    fleet.advanceTo(release + 15 * DAY);
    expect(waiting.length).toBeGreaterThan(500);
    const restarted = waiting.filter((device) => (fleet.columns.restartedAt[device] ?? 0) > release);
    expect(restarted.length / waiting.length).toBeGreaterThan(0.95);
  });

  test('shows in Intune at the first check-in after the restart', () => {
    const fleet = fleetUnder({});
    fleet.advanceTo(release + 7 * DAY);
    const device = updated(fleet, release).find((each) => fleet.columns.build[each] === builds.windows11_25H2) ?? -1;
    const restartedAt = fleet.columns.restartedAt[device] ?? Number.NaN;
    const checkIn = fleet.checkIns.next(device, restartedAt);
    expect(fleet.reported.osVersion(device, checkIn)).toBe(osVersion(builds.windows11_25H2, 8655));
    expect(fleet.reported.osVersion(device, checkIn - 1)).not.toBe(osVersion(builds.windows11_25H2, 8655));
  });

  test('of a hotpatch month restarts only devices that cannot have the hotpatch', () => {
    const august = Date.UTC(2026, 7, 11);
    const fleet = fleetUnder({ hotpatch: true }, august);
    fleet.advanceTo(august + 9 * DAY);
    const on25H2 = all(fleet).filter((device) => fleet.columns.build[device] === builds.windows11_25H2);
    const hotpatched = on25H2.filter((device) => fleet.columns.revision[device] === 9106);
    expect(hotpatched.length).toBeGreaterThan(500);
    expect(hotpatched.every((device) => has(fleet.columns, device, 'vbs'))).toBe(true);
    const full = on25H2.filter((device) => fleet.columns.revision[device] === 9168);
    expect(full.length).toBeGreaterThan(50);
    expect(
      full.every(
        (device) => !has(fleet.columns, device, 'vbs') || (fleet.columns.previousRevision[device] ?? 0) < 8875,
      ),
    ).toBe(true);
  });

  test('fails for good on a few devices, with the error of their damage, until they are repaired', () => {
    const fleet = fleetUnder({});
    fleet.advanceTo(release + 12 * DAY);
    const damaged = all(fleet).filter(
      (device) => stepOf(fleet, device) === 'retry' && (fleet.columns.attempts[device] ?? 0) > 4,
    );
    expect(damaged.length).toBeGreaterThan(2);
    expect(damaged.length).toBeLessThan(30);
    for (const device of damaged) fleet.actions.request('initiateOnDemandProactiveRemediation', device);
    fleet.advanceTo(release + 20 * DAY);
    const cured = damaged.filter((device) => fleet.columns.failure[device] === 0 && stepOf(fleet, device) === 'offer');
    expect(cured.length).toBeGreaterThan(0);
  });
});

describe('a feature update', () => {
  test('moves a device to the next version, by a small package or by a full upgrade, if it can run it', () => {
    const fleet = fleetUnder({ featureBuild: builds.windows11_25H2, deadlineDays: 2 });
    const before = fleet.columns.build.slice();
    fleet.advanceTo(start + 25 * DAY);
    const from = (build: number) => all(fleet).filter((device) => before[device] === build);
    const moved = (build: number) =>
      from(build).filter((device) => fleet.columns.build[device] === builds.windows11_25H2);
    expect(moved(builds.windows11_24H2).length / from(builds.windows11_24H2).length).toBeGreaterThan(0.9);
    expect(moved(builds.windows11_23H2).length / from(builds.windows11_23H2).length).toBeGreaterThan(0.7);
    for (const device of moved(builds.windows10_22H2)) {
      expect(deviceModels[fleet.columns.model[device] ?? -1]?.windows11Capable).toBe(true);
      expect(has(fleet.columns, device, 'tpm2')).toBe(true);
    }
  });

  test('waits on held models until the hold is lifted', () => {
    const fleet = Array.from({ length: 20 }, (_, seed) => createFleet({ seed, devices: 1, start })).find((each) =>
      each.safeguardHold(builds.windows11_26H2),
    );
    const hold = fleet?.safeguardHold(builds.windows11_26H2);
    expect(hold?.id).toBe(90_000_000 + builds.windows11_26H2);
    expect(hold && hold.until - hold.from).toBeGreaterThanOrEqual(14 * DAY);
  });
});
