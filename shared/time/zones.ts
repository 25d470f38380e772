import { Temporal } from 'temporal-polyfill';

/** A date and time of day as a clock on the wall shows it; months and days count from 1, weekdays from Monday = 1 to Sunday = 7. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: Weekday;
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Whether the name is a zone of the IANA database, e.g. `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)) && /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

/** What the wall shows in the zone at that moment (milliseconds since 1970). */
export function localTime(moment: number, timeZone: string): LocalTime {
  const { year, month, day, hour, minute, dayOfWeek } = zoned(moment, timeZone);
  return { year, month, day, hour, minute, weekday: dayOfWeek as Weekday };
}

/**
 * The moment (milliseconds since 1970) at which the wall shows the local time. An hour that comes twice means the first time;
 * one that summer time skips means the moment right after the gap.
 */
export function momentOf(local: Omit<LocalTime, 'weekday'>, timeZone: string): number {
  const wall = Temporal.PlainDateTime.from(local);
  const found = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  return found.getTimeZoneTransition('next')?.epochMilliseconds ?? found.epochMilliseconds;
}

/** The moment the day begins in the zone; `days` later or, when negative, earlier. */
export function startOfDay(moment: number, timeZone: string, days = 0): number {
  return zoned(moment, timeZone).toPlainDate().add({ days }).toZonedDateTime(timeZone).epochMilliseconds;
}

const zoned = (moment: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone);
