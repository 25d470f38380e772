import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { localTime, startOfDay } from '../../../shared/time/zones.ts';
import { RING_DAYS } from '../rings/ring-table.ts';

/** Days of a release. [MMD: windows-quality-update-overview] */
export const CALENDAR = {
  /** Broad opens at the latest; later, the goal of day 21 is out of reach. [gate statistics, 2.1] */
  broadLatest: 13,
  /** A ring opens so many days after its day of the calendar at the latest. */
  limit: 2,
  /** Between two openings, from First on. */
  gap: 2,
  /** The day on which the goal is judged. */
  goalDay: 21,
  /** Share of the eligible devices that the goal asks for. */
  goal: 0.95,
} as const;

/** Days since a moment, by the calendar of the zone: 0 on the day itself. */
export function dayOf(from: number, now: number, timeZone: string): number {
  return Math.round((startOfDay(now, timeZone) - startOfDay(from, timeZone)) / DAY_MS);
}

/** When policies of these days offer a release: whole days of 24 hours after it came out. Milliseconds since 1970. */
export const offeredAt = (from: number, days: number): number => from + days * DAY_MS;

/** The day on which the calendar would open the ring, counted as policies count. */
export const plannedDay = (ring: Ring): number => RING_DAYS[ring].deferral;

/** The day on which it opens at the latest: two days after the calendar's, moved from a weekend to Monday. */
export function latestDay(ring: Ring, from: number, timeZone: string): number {
  const day = plannedDay(ring) + CALENDAR.limit;
  const { weekday } = localTime(offeredAt(from, day), timeZone);
  const moved = weekday >= 6 ? day + (8 - weekday) : day;
  return Math.min(moved, CALENDAR.broadLatest);
}
