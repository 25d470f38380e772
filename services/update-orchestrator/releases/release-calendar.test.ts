import { describe, expect, it } from 'vitest';
import { dayOf, latestDay, plannedDay } from './release-calendar.ts';

const JULY_14 = Date.parse('2026-07-14T17:00:00Z');

describe('the days of a release', () => {
  it('begin at midnight of the tenant', () => {
    expect(dayOf(JULY_14, Date.parse('2026-07-14T21:59:00Z'), 'Europe/Berlin')).toBe(0);
    expect(dayOf(JULY_14, Date.parse('2026-07-14T22:00:00Z'), 'Europe/Berlin')).toBe(1);
    expect(dayOf(JULY_14, Date.parse('2026-07-14T22:00:00Z'), 'America/New_York')).toBe(0);
  });

  it('count on over the end of summer time', () => {
    expect(dayOf(Date.parse('2026-10-13T17:00:00Z'), Date.parse('2026-11-03T12:00:00Z'), 'Europe/Berlin')).toBe(21);
  });

  it('are those of the service by ring', () => {
    expect([plannedDay('Test'), plannedDay('First'), plannedDay('Fast'), plannedDay('Broad')]).toEqual([0, 1, 6, 9]);
  });

  it('end for Broad on the eleventh, moved from a Saturday to Monday, and never after the thirteenth', () => {
    // 25 July 2026 is a Saturday.
    expect(latestDay('Broad', JULY_14, 'Europe/Berlin')).toBe(13);
    expect(latestDay('Fast', JULY_14, 'Europe/Berlin')).toBe(8);
  });
});
