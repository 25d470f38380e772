import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, isWorkingTime, type WorkingHours, workingTimeBetween } from './working-hours.ts';
import type { Weekday } from './zones.ts';

const HOUR = 3_600_000;
const office: WorkingHours = { timeZone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5], from: 8 * 60, to: 17 * 60 };
const anyHours: fc.Arbitrary<WorkingHours> = fc
  .record({
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'UTC'),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) as fc.Arbitrary<Weekday[]>,
    from: fc.integer({ min: 0, max: 1380 }),
    length: fc.integer({ min: 60, max: 1440 }),
  })
  .map(({ length, ...hours }) => ({ ...hours, to: Math.min(1440, hours.from + length) }));
const moments = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });

describe('working hours', () => {
  it('follow the clock on the wall through summer time', () => {
    expect(isWorkingTime(office, Date.parse('2026-01-05T07:30Z'))).toBe(true);
    expect(isWorkingTime(office, Date.parse('2026-07-06T06:30Z'))).toBe(true);
    expect(isWorkingTime(office, Date.parse('2026-01-05T06:30Z'))).toBe(false);
  });

  it('end with the day and stop at the weekend', () => {
    expect(isWorkingTime(office, Date.parse('2026-01-05T16:00Z'))).toBe(false);
    expect(isWorkingTime(office, Date.parse('2026-01-10T10:00Z'))).toBe(false);
  });

  it('carry what is left on Friday to Monday', () => {
    const fridayAfternoon = Date.parse('2026-01-09T15:00Z');
    expect(new Date(addWorkingTime(office, fridayAfternoon, 2 * HOUR)).toISOString()).toBe('2026-01-12T08:00:00.000Z');
  });

  it('never end for somebody who never works', () => {
    expect(() => addWorkingTime({ ...office, weekdays: [] }, 0, 1)).toThrow(RangeError);
  });
});

describe('a clock that runs in working hours', () => {
  it('has run as long as was added to it', () => {
    fc.assert(
      fc.property(anyHours, moments, fc.integer({ min: 1, max: 200 * HOUR }), (hours, start, duration) => {
        const end = addWorkingTime(hours, start, duration);
        expect(workingTimeBetween(hours, start, end)).toBe(duration);
      }),
      { numRuns: 60 },
    );
  });

  it('never runs backwards and never faster than the wall', () => {
    fc.assert(
      fc.property(
        anyHours,
        moments,
        fc.integer({ min: 0, max: 500 * HOUR }),
        fc.integer({ min: 0, max: 500 * HOUR }),
        (hours, start, first, second) => {
          const middle = start + first;
          const end = middle + second;
          const whole = workingTimeBetween(hours, start, end);
          expect(whole).toBe(workingTimeBetween(hours, start, middle) + workingTimeBetween(hours, middle, end));
          expect(whole).toBeLessThanOrEqual(end - start);
        },
      ),
      { numRuns: 60 },
    );
  });
});
