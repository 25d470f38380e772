import { shrunkRate } from '../../../shared/statistics/rate.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { BASELINE } from '../numbers.ts';
import type { DayOfHealth } from './fleet-health.ts';

/** What is to be expected of a tenant, and whether its own history is long enough to say so. */
export interface Baseline {
  /** Events a device and day online. */
  readonly rate: number;
  readonly isLearning: boolean;
}

/** Devices with a stop error a device and day online. */
export const stopBaseline = (days: readonly DayOfHealth[], at: number): Baseline =>
  baselineOf(days, at, BASELINE.stopErrors, ({ stops, isTroubled }) =>
    stops && !isTroubled ? { days: stops.days, events: stops.crashed, exposure: stops.exposure } : undefined,
  );

/** Devices that switch a protection off, a device and day online. */
export const switchedOffBaseline = (
  signal: 'firewall' | 'bitlocker',
  days: readonly DayOfHealth[],
  at: number,
): Baseline =>
  baselineOf(days, at, BASELINE.switchedOff[signal], (day) => {
    const counts = day[signal];
    return counts ? { days: 1, events: counts.switchedOff, exposure: counts.known } : undefined;
  });

interface Seen {
  readonly days: number;
  readonly events: number;
  readonly exposure: number;
}

function baselineOf(
  days: readonly DayOfHealth[],
  at: number,
  prior: number,
  seenOn: (day: DayOfHealth) => Seen | undefined,
): Baseline {
  const end = at - BASELINE.endsDaysAgo * DAY_MS;
  const begin = end - BASELINE.days * DAY_MS;
  const history = days
    .filter(({ day }) => Date.parse(day) >= begin && Date.parse(day) < end)
    .flatMap((day) => seenOn(day) ?? []);
  const sum = (of: keyof Seen) => history.reduce((total, seen) => total + seen[of], 0);
  return {
    rate: shrunkRate(sum('events'), sum('exposure'), prior),
    isLearning: sum('days') < BASELINE.days || sum('events') < BASELINE.minEvents,
  };
}
