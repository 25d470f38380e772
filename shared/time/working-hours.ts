import { localTime, momentOf, startOfDay, type Weekday } from './zones.ts';

/** When people of a tenant work, in the tenant's own zone. */
export interface WorkingHours {
  readonly timeZone: string;
  readonly weekdays: readonly Weekday[];
  /** Minutes after midnight, 0 to 1440; `from` is before `to`. */
  readonly from: number;
  readonly to: number;
}

/** Whether somebody is at work at that moment (milliseconds since 1970). */
export function isWorkingTime(hours: WorkingHours, moment: number): boolean {
  const [start, end] = shiftOf(hours, moment) ?? [moment, moment];
  return start <= moment && moment < end;
}

/** The moment when that much working time (milliseconds) has passed since `start`. Throws RangeError when nobody ever works. */
export function addWorkingTime(hours: WorkingHours, start: number, duration: number): number {
  if (hours.weekdays.length === 0 || hours.from >= hours.to) throw new RangeError('Nobody ever works by these hours.');
  let left = duration;
  for (let day = start; ; day = startOfDay(day, hours.timeZone, 1)) {
    const [from, to] = shiftOf(hours, day) ?? [day, day];
    const begin = Math.max(from, day);
    const worked = Math.max(0, to - begin);
    if (worked > 0 && left <= worked) return begin + left;
    left -= worked;
  }
}

/** How much working time (milliseconds) lies between two moments; 0 when the second is not later. */
export function workingTimeBetween(hours: WorkingHours, start: number, end: number): number {
  let total = 0;
  for (let day = start; day < end; day = startOfDay(day, hours.timeZone, 1)) {
    const [from, to] = shiftOf(hours, day) ?? [day, day];
    total += Math.max(0, Math.min(to, end) - Math.max(from, day));
  }
  return total;
}

/** Begin and end of the working time on the local day of that moment. */
function shiftOf({ timeZone, weekdays, from, to }: WorkingHours, moment: number): [number, number] | undefined {
  const { year, month, day, weekday } = localTime(moment, timeZone);
  if (!weekdays.includes(weekday)) return undefined;
  const at = (minutes: number) =>
    minutes === 1440
      ? startOfDay(moment, timeZone, 1)
      : momentOf({ year, month, day, hour: Math.floor(minutes / 60), minute: minutes % 60 }, timeZone);
  return [at(from), at(to)];
}
