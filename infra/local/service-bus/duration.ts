import { Temporal } from 'temporal-polyfill';
import type { Duration } from '../../../shared/contracts/events/topology.ts';

/** The longest duration that Service Bus stores (.NET `TimeSpan.MaxValue`), which it writes for "never". */
const LONGEST_DAYS = 10_675_199;

/** Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds; Infinity for what Service Bus calls the longest. */
export function milliseconds(duration: Duration): number {
  const parsed = parse(duration);
  if (parsed.years || parsed.months || parsed.weeks || parsed.sign < 0)
    throw new RangeError(`The duration '${duration}' must be in days, hours, minutes and seconds, and not negative.`);
  return parsed.days >= LONGEST_DAYS ? Number.POSITIVE_INFINITY : parsed.total('milliseconds');
}

function parse(duration: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(duration);
  } catch {
    throw new RangeError(`'${duration}' is not an ISO 8601 duration.`);
  }
}
