import { beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from './fleet.ts';
import { has } from './protection.ts';
import { DAY } from './time.ts';

const start = Date.UTC(2026, 5, 9);
const devices = 66_000;

/**
 * Percent of quiet tenants of a size that cross a level at least once in 30 days, by 3,000 tenants each, of which 75 %
 * of the devices were online a day. Only the rules of so few devices are compared that one device decides.
 */
const OF_TENANTS = [
  { size: 10, stopErrors: 38, bitLocker: 20, firewall: 14 },
  { size: 33, stopErrors: 81, bitLocker: 18, firewall: 9.9 },
];
const ONLINE_THEN = 0.75;

let fleet: Fleet;
let online: number;

beforeAll(() => {
  fleet = createFleet({ seed: 9, devices, start });
  fleet.advanceTo(start + 30 * DAY);
  online = onlineShare(fleet);
});

describe('a quiet month', () => {
  test.each(OF_TENANTS)(
    'takes the free devices of as many tenants of $size under 97 % as expected',
    ({ size, stopErrors }) => {
      const crossed = new Set(fleet.stopErrors().map(({ device }) => Math.floor(device / size)));
      // One stop error decides, so the chance grows with the days on which devices are online.
      const expected = 1 - (1 - stopErrors / 100) ** (online / ONLINE_THEN);
      expect(Math.abs(crossed.size / tenantsOf(size) - expected)).toBeLessThan(tolerance(expected, size));
    },
  );

  test.each(OF_TENANTS)(
    'leaves BitLocker under 95 % at as many tenants of $size as expected',
    ({ size, bitLocker }) => {
      const crossed = crossing(size, (device) => fleet.columns.bitLocker[device] !== 0);
      expect(Math.abs(crossed - bitLocker / 100)).toBeLessThan(tolerance(bitLocker / 100, size));
    },
  );

  test.each(OF_TENANTS)(
    'leaves the firewall under 95 % at as many tenants of $size as expected',
    ({ size, firewall }) => {
      const crossed = crossing(size, (device) => !has(fleet.columns, device, 'firewall'));
      expect(Math.abs(crossed - firewall / 100)).toBeLessThan(tolerance(firewall / 100, size));
    },
  );

  test('takes no tenant of a thousand devices under any level', () => {
    const perDay = new Map<string, Set<number>>();
    for (const { device, time } of fleet.stopErrors()) {
      const day = `${Math.floor(device / 1_000)} ${Math.floor(time / DAY)}`;
      perDay.set(day, (perDay.get(day) ?? new Set()).add(device));
    }
    const most = Math.max(...[...perDay.values()].map(({ size }) => size));
    expect(most / 1_000).toBeLessThan(0.03);
    expect(crossing(1_000, (device) => fleet.columns.bitLocker[device] !== 0)).toBe(0);
    expect(crossing(1_000, (device) => !has(fleet.columns, device, 'firewall'))).toBe(0);
  });

  test('has most stop errors on few devices, in modules that their models have', () => {
    const counts = new Map<number, number>();
    for (const { device } of fleet.stopErrors()) counts.set(device, (counts.get(device) ?? 0) + 1);
    const repeated = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
    // With equal devices a month would hold about one repeated stop error in twenty.
    expect(repeated / fleet.stopErrors().length).toBeGreaterThan(0.12);
    expect(fleet.stopErrors().some(({ module }) => module === 'csagent.sys')).toBe(false);
  });

  test('has the alerts of a quiet month, each in one incident', () => {
    const alerts = fleet.alerts.all();
    const expected = 0.0009 * online * devices * 30;
    expect(Math.abs(alerts.length - expected)).toBeLessThan(0.1 * expected);
    const grouped = fleet.alerts.incidents().flatMap(({ alerts }) => alerts);
    expect(grouped.toSorted((a, b) => a - b)).toEqual(alerts.map(({ index }) => index));
    expect(alerts.every(({ truth }) => truth.cause === 'baseline')).toBe(true);
  });
});

const tenantsOf = (size: number) => Math.floor(devices / size);

/** Three standard deviations of both samples, and a tenth for the presence of devices, which differs. */
function tolerance(share: number, size: number): number {
  const variance = share * (1 - share);
  return 3 * Math.sqrt(variance / tenantsOf(size) + variance / 3_000) + 0.1 * share;
}

function crossing(size: number, isBad: (device: number) => boolean): number {
  let crossed = 0;
  for (let tenant = 0; tenant < tenantsOf(size); tenant += 1) {
    let bad = 0;
    for (let device = tenant * size; device < (tenant + 1) * size; device += 1) if (isBad(device)) bad += 1;
    if (1 - bad / size < 0.95) crossed += 1;
  }
  return crossed / tenantsOf(size);
}

function onlineShare({ presence }: Fleet): number {
  let sessions = 0;
  for (let device = 0; device < 5_000; device += 1)
    for (let day = 0; day < 28; day += 1)
      if (presence.session(device, presence.dayOf(device, start + day * DAY))) sessions += 1;
  return sessions / (5_000 * 28);
}
