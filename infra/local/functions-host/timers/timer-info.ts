import type { Schedule } from './schedule.ts';
import type { TimerStatus } from './timer-status.ts';

/** What a timer function is handed, in the words of the host (the library turns them to camel case). */
export function timerInfo(schedule: Schedule, status: TimerStatus | undefined, isPastDue: boolean): string {
  return JSON.stringify({
    Schedule: { AdjustForDST: schedule.kind === 'cron' },
    ScheduleStatus: status
      ? { Last: dateTime(status.last), Next: dateTime(status.next), LastUpdated: dateTime(status.lastUpdated) }
      : null,
    IsPastDue: isPastDue,
  });
}

/** A .NET date and time with seven decimals and an offset; the zero of .NET for a moment that never was. */
function dateTime(time: number | undefined): string {
  if (time === undefined) return '0001-01-01T00:00:00';
  return new Date(time).toISOString().replace('Z', '0000+00:00');
}
