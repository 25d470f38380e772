import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { dataUntil, hasRisen, isShort, stopsAfter } from './stop-sums.ts';
import { aReading, aStop } from './test-readings.ts';

const UNTIL = Date.parse('2026-06-16T00:00:00Z');
const daysAgo = (days: number) => new Date(UNTIL - days * DAY_MS).toISOString();
const device = (sum: number, days: readonly number[]) => ({
  managedDeviceId: 'm1',
  before: aReading({ managedDeviceId: 'm1', stops: days.map((day) => aStop(daysAgo(day))) }),
  sum,
});

it('the data ends with the day before yesterday', () => {
  expect(dataUntil(Date.parse('2026-06-17T04:15:00Z'))).toBe(UNTIL);
  expect(dataUntil(Date.parse('2026-06-17T23:59:59Z'))).toBe(UNTIL);
});

describe('a device', () => {
  it('is looked up when its sum counts more than is known', () => {
    expect(hasRisen(device(0, []), UNTIL)).toBe(false);
    expect(hasRisen(device(1, []), UNTIL)).toBe(true);
    expect(hasRisen(device(2, [3, 5]), UNTIL)).toBe(false);
  });

  it('is looked up too when an old stop error has left its sum while a new one has come in', () => {
    expect(hasRisen(device(2, [3, 30.5]), UNTIL)).toBe(true);
  });

  it('is summed up anew when it has enrolled anew', () => {
    expect(hasRisen({ ...device(1, [3, 5]), managedDeviceId: 'm2' }, UNTIL)).toBe(true);
  });

  it('keeps what its starts tell, once, the oldest first', () => {
    const known = device(3, [9]);
    const found = [aStop(daysAgo(1)), aStop(daysAgo(9)), aStop(daysAgo(2))];
    const stops = stopsAfter(known, found, UNTIL);
    expect(stops.map(({ at }) => at)).toEqual([daysAgo(9), daysAgo(2), daysAgo(1)]);
    expect(hasRisen({ ...known, before: aReading({ managedDeviceId: 'm1', stops }) }, UNTIL)).toBe(false);
  });

  it('keeps the number of those that no start tells of', () => {
    const stops = stopsAfter(device(2, []), [aStop(daysAgo(1))], UNTIL);
    expect(stops.map(({ at, isTimed }) => [at, isTimed])).toEqual([
      [daysAgo(1), true],
      [daysAgo(0), false],
    ]);
  });

  it('leaves to the next reading what happened after the data is said to end', () => {
    const later = aStop(new Date(UNTIL + 1).toISOString());
    expect(stopsAfter(device(1, []), [later], UNTIL)).toEqual([]);
  });

  it('has no new stop error because its sum is a day older than it seems', () => {
    const known = device(1, [30.5]);
    expect(hasRisen(known, UNTIL)).toBe(true);
    expect(stopsAfter(known, [], UNTIL)).toEqual(known.before.stops);
  });

  it('is not looked up twice for the same stop errors, and never counts more than its sum', () => {
    const days = fc.array(fc.integer({ min: 0, max: 30 * 24 - 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(days, days, fc.nat(6), (known, found, more) => {
        const at = (hours: number) => daysAgo(hours / 24);
        const before = aReading({ managedDeviceId: 'm1', stops: [...new Set(known)].map(at).map(aStop) });
        const inWindow = [...new Set([...known, ...found])].filter((hours) => hours < 30 * 24).length;
        const summed = { managedDeviceId: 'm1', before, sum: inWindow + more };
        const stops = stopsAfter(
          summed,
          [...new Set(found)]
            .filter((h) => h < 30 * 24)
            .map(at)
            .map(aStop),
          UNTIL,
        );
        expect(stops).toHaveLength(summed.sum);
        const next = { ...summed, before: aReading({ managedDeviceId: 'm1', stops }) };
        expect(hasRisen(next, UNTIL)).toBe(false);
      }),
    );
  });
});

it('a list is short when devices are missing that must be in it', () => {
  const there = Array.from({ length: 98 }, () => device(1, [2]));
  const missing = device(0, [2]);
  expect(isShort([...there, missing], UNTIL)).toBe(false);
  expect(isShort([...there, missing, missing, missing], UNTIL)).toBe(true);
  expect(isShort([device(0, [29.5]), device(0, [29.5])], UNTIL)).toBe(false);
  expect(isShort([missing], UNTIL)).toBe(false);
});
