import { parseTimespan } from '../configuration/timespan.ts';
import { parseNcrontab } from './ncrontab.ts';

/** When a timer is due. */
export interface Schedule {
  readonly kind: 'cron' | 'interval';
  /** The first moment after `time` (both milliseconds since 1970), or undefined when there is none. */
  next(time: number): number | undefined;
  /** Azure remembers no status for a timer that runs more than once a minute. */
  readonly monitored: boolean;
}

const MINUTE_MS = 60_000;

/** Reads an NCRONTAB expression in `timeZone` (an IANA name), or an interval `hh:mm:ss`. Throws a RangeError that says what is wrong. */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const cron = parseNcrontab(expression, checkedTimeZone(timeZone));
  if (cron) return { kind: 'cron', next: cron.next, monitored: isSparse(cron.next) };
  const interval = parseTimespan(expression);
  if (interval === undefined || interval === 0)
    throw new RangeError(
      'it is neither an NCRONTAB expression of five or six fields nor an interval hh:mm:ss (with hours below 24; [d.]hh:mm:ss for days)',
    );
  return { kind: 'interval', next: (time) => time + interval, monitored: interval >= MINUTE_MS };
}

function isSparse(next: Schedule['next']): boolean {
  const first = next(0);
  const second = first === undefined ? undefined : next(first);
  return first === undefined || second === undefined || second - first >= MINUTE_MS;
}

function checkedTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    throw new RangeError(`WEBSITE_TIME_ZONE "${timeZone}" is no IANA time zone`, { cause: error });
  }
}
