import { DAY_MS } from '../../../shared/time/durations.ts';
import { STOP_SUM_DAYS } from '../numbers.ts';
import type { DeviceReading, StopError } from './device-reading.ts';

/**
 * Endpoint analytics is made anew once a day, and is one to two days behind: what happened up to the end of the day before
 * yesterday (UTC) is known, and nothing that happened later is said to be.
 */
export const dataUntil = (at: number): number => (Math.floor(at / DAY_MS) - 1) * DAY_MS;

/** The sum may be of a day sooner or later than it seems: what is near its edge is neither missed nor taken for news. */
const MARGIN_DAYS = 2;

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

/**
 * The stop errors of a device, with those that its starts tell of. What the sum counts and no start explains is kept without
 * a time, so that it is not looked up for ever.
 */
export function stopsAfter(device: Summed, found: readonly StopError[], until: number): StopError[] {
  const { managedDeviceId, before, sum } = device;
  const known = before?.stops ?? [];
  const times = new Set(known.map(({ at }) => at));
  const news = found.filter(({ at }) => !times.has(at));
  const explained = news.length + (before?.managedDeviceId === managedDeviceId ? known.length : 0);
  const at = new Date(until).toISOString();
  const untimed: StopError = { at, isTimed: false, stopCode: null, module: null, osVersion: null };
  const fresh = [...news, ...Array.from({ length: Math.max(0, sum - explained) }, () => untimed)];
  // What is later than the data is said to reach belongs to the next reading.
  return [...known, ...fresh]
    .filter((stop) => isWithin(stop, STOP_SUM_DAYS + MARGIN_DAYS, until))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Stop errors of a device in the days that a sum counts. */
export const stopsInSum = (stops: readonly StopError[], until: number): StopError[] =>
  stops.filter((stop) => isWithin(stop, STOP_SUM_DAYS, until));

/** What the sum counts of what is known. A device that has enrolled anew is summed up anew. */
const counted = ({ managedDeviceId, before }: Summed, until: number): StopError[] =>
  before?.managedDeviceId === managedDeviceId ? stopsInSum(before.stops, until) : [];

function isWithin({ at }: StopError, days: number, until: number): boolean {
  const time = Date.parse(at);
  return time > until - days * DAY_MS && time <= until;
}
