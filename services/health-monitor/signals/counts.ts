import { DAY_MS } from '../../../shared/time/durations.ts';
import { ALARM, BASELINE, STATES } from '../numbers.ts';
import { type DeviceReading, newStops, type StopError } from '../readings/device-reading.ts';
import type { DayOfHealth, StateCounts, StopCounts } from './fleet-health.ts';

/** A device with stop errors that were not known before. */
export interface Crashed {
  readonly reading: DeviceReading;
  readonly stops: readonly StopError[];
  /** Whether it had none in the fourteen days before them. */
  readonly isFresh: boolean;
}

/**
 * Devices with stop errors that the reading before did not know. What a new device brings along counts only from `from` on,
 * where the data of the reading before ended.
 */
export function crashedSince(
  before: ReadonlyMap<string, DeviceReading>,
  readings: readonly DeviceReading[],
  from: number,
): Crashed[] {
  const quietSince = from - ALARM.daysOfDevices * DAY_MS;
  return readings.flatMap((reading) => {
    const known = before.get(reading.deviceId);
    const news = newStops(known?.stops ?? [], reading.stops);
    const stops = known ? news : news.filter(({ at }) => Date.parse(at) > from);
    if (stops.length === 0) return [];
    const isFresh = !reading.stops.some((stop) => !stops.includes(stop) && Date.parse(stop.at) > quietSince);
    return [{ reading, stops, isFresh }];
  });
}

/** Whether a device checked in during the 24 hours before `at`. */
export const isReporting = ({ lastSyncAt }: DeviceReading, at: number): boolean => Date.parse(lastSyncAt) > at - DAY_MS;

/** Of those that report, the ones that were updated so lately that they crash more often. */
export const isUpdated = ({ updatedAt }: DeviceReading, at: number): boolean =>
  updatedAt !== null && Date.parse(updatedAt) > at - BASELINE.afterUpdate.days * DAY_MS;

/** Stop errors of the days from `from` to `until`, by the devices that the reading `day` found online; null for no day. */
export function stopCountsOf(
  crashed: readonly Crashed[],
  { reporting, updated }: Pick<DayOfHealth, 'reporting' | 'updated'>,
  { from, until }: { readonly from: number; readonly until: number },
  rate: number,
): StopCounts | null {
  const days = Math.round((until - from) / DAY_MS);
  if (days < 1) return null;
  return {
    day: new Date(until - 1).toISOString().slice(0, 10),
    days,
    exposure: days * reporting,
    crashed: crashed.length,
    fresh: crashed.filter(({ isFresh }) => isFresh).length,
    expected: days * rate * (reporting + BASELINE.afterUpdate.more * updated),
  };
}

/** How many of those that report have it off. `before` says which of them were on; null when nobody's state is known. */
export function stateCountsOf(
  signal: 'firewall' | 'bitlocker',
  before: ReadonlyMap<string, DeviceReading>,
  reporting: readonly DeviceReading[],
  at: number,
): StateCounts | null {
  const known = reporting.filter((reading) => reading[signal].kind !== 'unknown');
  if (known.length === 0) return null;
  const off = known.filter((reading) => reading[signal].kind === 'off');
  const since = off.flatMap((reading) => (reading[signal].kind === 'off' ? [reading[signal].since] : []));
  return {
    known: known.length,
    off: off.length,
    switchedOff: off.filter(({ deviceId }) => before.get(deviceId)?.[signal].kind === 'on').length,
    newlyOff: since.filter((moment) => moment && Date.parse(moment) > at - STATES.newlyOffDays * DAY_MS).length,
  };
}
