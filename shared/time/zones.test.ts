import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, localTime, momentOf, startOfDay } from './zones.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'];
const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
const iso = (moment: number) => new Date(moment).toISOString();

describe('a local time', () => {
  it('that summer time skips is the moment right after the gap', () => {
    const skipped = { year: 2026, month: 3, day: 8, hour: 2, minute: 30 };
    expect(iso(momentOf(skipped, 'America/New_York'))).toBe('2026-03-08T07:00:00.000Z');
  });

  it('that comes twice means the first time', () => {
    const twice = { year: 2026, month: 11, day: 1, hour: 1, minute: 30 };
    expect(iso(momentOf(twice, 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
  });

  it('leads back to its minute, or to the same wall an hour or less before when it comes twice', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const minute = Math.floor(moment / 60_000) * 60_000;
        const again = momentOf(localTime(moment, zone), zone);
        expect([0, 30 * 60_000, 60 * 60_000]).toContain(minute - again);
        expect(localTime(again, zone)).toEqual(localTime(moment, zone));
      }),
    );
  });
});

describe('a day', () => {
  it('begins at its midnight, also on the days that have 23 or 25 hours', () => {
    const length = (day: string) => {
      const start = startOfDay(Date.parse(day), 'Europe/Berlin');
      return (startOfDay(start, 'Europe/Berlin', 1) - start) / 3_600_000;
    };
    expect([length('2026-03-29T12:00Z'), length('2026-10-25T12:00Z'), length('2026-06-01T12:00Z')]).toEqual([
      23, 25, 24,
    ]);
  });
});

describe('a time zone', () => {
  it('is known by its IANA name alone', () => {
    for (const zone of zones) expect(isTimeZone(zone)).toBe(true);
    for (const name of ['', 'Europe/Atlantis', '+01:00', '../etc/localtime', '__proto__'])
      expect(isTimeZone(name)).toBe(false);
  });
});
