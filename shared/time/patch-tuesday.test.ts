import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestPatchTuesday, nextPatchTuesday, patchTuesday } from './patch-tuesday.ts';
import { localTime } from './zones.ts';

const iso = (moment: number) => new Date(moment).toISOString();

describe('patch Tuesday', () => {
  it.each([
    [2026, 1, '2026-01-13T18:00:00.000Z'],
    [2026, 3, '2026-03-10T17:00:00.000Z'],
    [2026, 9, '2026-09-08T17:00:00.000Z'],
    [2026, 11, '2026-11-10T18:00:00.000Z'],
    [2025, 4, '2025-04-08T17:00:00.000Z'],
  ])('of %i-%i is %s', (year, month, expected) => {
    expect(iso(patchTuesday(year, month))).toBe(expected);
  });

  it('is the second Tuesday at ten in Redmond, whatever the month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2015, max: 2060 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const local = localTime(patchTuesday(year, month), 'America/Los_Angeles');
        expect(local).toMatchObject({ year, month, hour: 10, minute: 0, weekday: 2 });
        expect(local.day).toBeGreaterThanOrEqual(8);
        expect(local.day).toBeLessThanOrEqual(14);
      }),
    );
  });

  it('comes next after any moment and came last before it, with none between', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) }), (moment) => {
        const latest = latestPatchTuesday(moment);
        const next = nextPatchTuesday(moment);
        expect(latest).toBeLessThanOrEqual(moment);
        expect(next).toBeGreaterThan(moment);
        expect(nextPatchTuesday(latest)).toBe(next);
      }),
    );
  });
});
