import { DAY_MS, STOP_SUM_DAYS } from '../numbers.ts';
import type { DeviceReading, StopError } from './device-reading.ts';

/**
 * Endpoint analytics is made anew once a day, and is one to two days behind: what happened up to the end of the day before
 * yesterday (UTC) is known, and nothing that happened later is said to be.
 */
export const dataUntil = (at: number): number => (Math.floor(at / DAY_MS) - 1) * DAY_MS;

/** A device whose sum of stop errors may have risen. */
export interface Summed {
  /** Intune's. */
  readonly managedDeviceId: string;
  readonly before: DeviceReading | undefined;
  /** Stop errors in the 30 days before `until`. */
  readonly sum: number;
}

/** Whether the sum counts more than is known: then the starts of the device say when, and what it was. */
export const hasRisen = (device: Summed, until: number): boolean => device.sum > counted(device, until).length;

/**
 * A list that ends early looks like a list of healthy devices. It shows by those that must be in it, since they had a stop
 * error within its days: more than one, and one in fifty of them, is missing.
 */
export function isShort(devices: readonly Summed[], until: number): boolean {
  const surely = until - (STOP_SUM_DAYS - MARGIN_DAYS) * DAY_MS;
  const due = devices.filter((device) => counted(device, until).some(({ at }) => Date.parse(at) > surely));
  const missing = due.filter(({ sum }) => sum === 0).length;
  return missing > 1 && missing > due.length / 50;
}

const MARGIN_DAYS = 2;

/**
 * The stop errors of a device, with those that its starts tell of. What the sum counts and no start explains is kept without
 * a time, so that it is not looked up for ever.
 */
export function stopsAfter(device: Summed, found: readonly StopError[], until: number): StopError[] {
  const before = device.before?.stops ?? [];
  const times = new Set(before.map(({ at }) => at));
  const news = found.filter(({ at }) => !times.has(at));
  const unexplained = Math.max(0, device.sum - counted(device, until).length - news.length);
  const at = new Date(until).toISOString();
  const untimed: StopError = { at, isTimed: false, stopCode: null, module: null, osVersion: null };
  const fresh = [...news, ...Array.from({ length: unexplained }, () => untimed)];
  // What is later than the data is said to reach belongs to the next reading.
  const known = [...before, ...fresh.filter((stop) => Date.parse(stop.at) <= until)];
  return known.filter((stop) => isInSum(stop, until)).sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** What the sum counts of what is known. A device that has enrolled anew is summed up anew. */
function counted({ managedDeviceId, before }: Summed, until: number): StopError[] {
  if (before?.managedDeviceId !== managedDeviceId) return [];
  return before.stops.filter((stop) => isInSum(stop, until));
}

function isInSum({ at }: StopError, until: number): boolean {
  const time = Date.parse(at);
  return time > until - STOP_SUM_DAYS * DAY_MS && time <= until;
}
