import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from './fleet.ts';
import { isOnline, lastOnline, nextOnline } from './online-time.ts';
import { presenceClasses } from './presence.ts';
import { DAY, HOUR } from './time.ts';

const start = Date.UTC(2026, 5, 9);
const devices = 300;
const device = fc.nat({ max: devices - 1 });
const time = fc.integer({ min: start, max: start + 200 * DAY });

let fleet: Fleet;

beforeAll(() => {
  fleet = createFleet({ seed: 3, devices, start });
});

const classOf = (index: number) => presenceClasses[fleet.columns.presenceClass[index] ?? 0];

describe('check-ins', () => {
  test('happen only while the device is online', () => {
    fc.assert(
      fc.property(device, time, (device, time) => {
        const next = fleet.checkIns.next(device, time);
        fc.pre(Number.isFinite(next));
        expect(next).toBeGreaterThan(time);
        expect(isOnline(fleet.presence, device, next)).toBe(true);
      }),
    );
  });

  test('are the same looked at from either side', () => {
    fc.assert(
      fc.property(device, time, (device, time) => {
        const next = fleet.checkIns.next(device, time);
        fc.pre(Number.isFinite(next));
        expect(fleet.checkIns.previous(device, next)).toBe(next);
        const previous = fleet.checkIns.previous(device, next - 1);
        expect(previous).toBeLessThanOrEqual(time);
        expect(previous).toBe(fleet.checkIns.previous(device, time));
      }),
    );
  });

  test('come within eight hours and a half of being online', () => {
    fc.assert(
      fc.property(device, time, (device, time) => {
        fc.pre(isOnline(fleet.presence, device, time) && isOnline(fleet.presence, device, time + 9 * HOUR));
        fc.pre(classOf(device) === 'alwaysOn');
        expect(fleet.checkIns.next(device, time) - time).toBeLessThanOrEqual(17 * HOUR);
      }),
    );
  });

  test('never come from a device in a drawer, whose last one is its enrolment', () => {
    const drawers = Array.from({ length: devices }, (_, index) => index).filter((index) => classOf(index) === 'drawer');
    expect(drawers.length).toBeGreaterThan(0);
    for (const index of drawers) {
      expect(fleet.checkIns.next(index, start)).toBe(Number.POSITIVE_INFINITY);
      expect(fleet.checkIns.previous(index, start + 90 * DAY)).toBe(fleet.columns.enrolledAt[index]);
    }
  });
});

describe('presence', () => {
  test('says the same about a moment, the next and the last one online', () => {
    fc.assert(
      fc.property(device, time, (device, time) => {
        const online = isOnline(fleet.presence, device, time);
        expect(nextOnline(fleet.presence, device, time) === time).toBe(online);
        if (online) expect(lastOnline(fleet.presence, device, time)).toBe(time);
      }),
    );
  });

  test('has most office devices online at noon of a work day and few on a Sunday', () => {
    const office = Array.from({ length: devices }, (_, index) => index).filter(
      (index) => classOf(index) === 'officeLaptop',
    );
    const share = (moment: number) =>
      office.filter((index) => isOnline(fleet.presence, index, moment)).length / office.length;
    expect(share(Date.UTC(2026, 5, 10, 11))).toBeGreaterThan(0.7);
    expect(share(Date.UTC(2026, 5, 14, 11))).toBeLessThan(0.25);
  });
});
