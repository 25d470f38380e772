import type { Schedule } from './schedule.ts';

/** What is remembered of a timer; moments in milliseconds since 1970. `last` is absent until it has run. */
export interface TimerStatus {
  readonly last?: number;
  readonly next: number;
  readonly lastUpdated: number;
}

/** Where the status of timers outlives the process, by function name. */
export interface TimerStatusStore {
  read(name: string): Promise<TimerStatus | undefined> | TimerStatus | undefined;
  write(name: string, status: TimerStatus): Promise<void> | void;
}

/** Remembers nothing beyond this process. */
export function forgetfulTimerStatus(): TimerStatusStore {
  const statuses = new Map<string, TimerStatus>();
  return { read: (name) => statuses.get(name), write: (name, status) => void statuses.set(name, status) };
}

/** The status to start from at `now`. A schedule that was changed since is not past due, but begins anew. */
export function resume(schedule: Schedule, remembered: TimerStatus | undefined, now: number): TimerStatus | undefined {
  const next = schedule.next(now);
  if (!remembered) return next === undefined ? undefined : { next, lastUpdated: now };
  const expected = schedule.next(remembered.last ?? remembered.lastUpdated);
  if (expected === remembered.next || next === undefined) return remembered;
  return { next: expected === undefined || expected < now ? next : expected, lastUpdated: now };
}
