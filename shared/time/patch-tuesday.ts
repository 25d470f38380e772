import { Temporal } from 'temporal-polyfill';
import { momentOf } from './zones.ts';

/** Microsoft publishes on the second Tuesday of a month at 10:00 in Redmond, which is 17:00 or 18:00 UTC. */
const REDMOND = 'America/Los_Angeles';
const TUESDAY = 2;

/** When the monthly updates of that month are published (milliseconds since 1970); months count from 1. */
export function patchTuesday(year: number, month: number): number {
  const { dayOfWeek } = Temporal.PlainDate.from({ year, month, day: 1 });
  const day = 8 + ((TUESDAY - dayOfWeek + 7) % 7);
  return momentOf({ year, month, day, hour: 10, minute: 0 }, REDMOND);
}

/** The latest publication at or before the moment. */
export function latestPatchTuesday(moment: number): number {
  const ofThisMonth = publicationInMonthOf(moment, 0);
  return ofThisMonth <= moment ? ofThisMonth : publicationInMonthOf(moment, -1);
}

/** The first publication after the moment. */
export function nextPatchTuesday(moment: number): number {
  const ofThisMonth = publicationInMonthOf(moment, 0);
  return ofThisMonth > moment ? ofThisMonth : publicationInMonthOf(moment, 1);
}

function publicationInMonthOf(moment: number, months: number): number {
  const { year, month } = Temporal.Instant.fromEpochMilliseconds(moment)
    .toZonedDateTimeISO(REDMOND)
    .toPlainDate()
    .toPlainYearMonth()
    .add({ months });
  return patchTuesday(year, month);
}
