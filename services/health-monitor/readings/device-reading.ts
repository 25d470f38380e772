import * as z from 'zod';
import { healthSignal } from '../../../shared/contracts/events/health-events.ts';

const moment = z.iso.datetime();
const text = z.string().nullable();

/** A stop error of a device. */
export const stopError = z.object({
  /** When the device started again. */
  at: moment,
  /** False where only the sum tells of it: then `at` is when that was read. */
  isTimed: z.boolean(),
  stopCode: text,
  module: text,
  /** Windows as it was then. */
  osVersion: text,
});

export type StopError = z.infer<typeof stopError>;

/** Whether something protects a device. `since` is null where it was off when it was first read. */
export const protection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('on') }),
  z.object({ kind: z.literal('off'), since: moment.nullable() }),
  z.object({ kind: z.literal('unknown') }),
]);

export type Protection = z.infer<typeof protection>;

/** What was read of a device last. */
export const deviceReading = z.object({
  deviceId: z.string(),
  /** Intune's, in lower case. Another one after the device has enrolled anew. */
  managedDeviceId: z.string(),
  deviceName: text,
  manufacturer: text,
  model: text,
  osVersion: text,
  /** When a reading first found this version in place of another; null before any other was seen. */
  updatedAt: moment.nullable(),
  lastSyncAt: moment,
  firewall: protection,
  bitlocker: protection,
  /** Of the last month, the oldest first. */
  stops: z.array(stopError),
  /** Signals whose going bad has been told, until their recovery has been. */
  unhealthy: z.array(healthSignal),
});

export type DeviceReading = z.infer<typeof deviceReading>;

/** A device as Intune lists it. */
export interface ListedDevice
  extends Pick<DeviceReading, 'deviceName' | 'manufacturer' | 'model' | 'osVersion' | 'lastSyncAt'> {
  /** Undefined where Intune does not say. */
  readonly isEncrypted: boolean | undefined;
}

/** What one reading found of a device. */
export interface Sighting {
  readonly listed: ListedDevice;
  /** Undefined where the report did not say. */
  readonly isFirewallOn: boolean | undefined;
  /** All of the last month, as far as they are known now. */
  readonly stops: readonly StopError[];
}

/** The reading of a device after a sighting. `at` is the moment of the reading. */
export function readingAfter(
  ids: Pick<DeviceReading, 'deviceId' | 'managedDeviceId'>,
  before: DeviceReading | undefined,
  { listed, isFirewallOn, stops }: Sighting,
  at: string,
): DeviceReading {
  const { isEncrypted, ...described } = listed;
  const isUpdated = before !== undefined && before.osVersion !== listed.osVersion;
  return {
    ...ids,
    ...described,
    updatedAt: isUpdated ? at : (before?.updatedAt ?? null),
    firewall: protectionAfter(before?.firewall, isFirewallOn, at),
    bitlocker: protectionAfter(before?.bitlocker, isEncrypted, at),
    stops: [...stops],
    unhealthy: before?.unhealthy ?? [],
  };
}

/** What is not said stays as it was. Only what had been on can be newly off. */
function protectionAfter(before: Protection | undefined, isOn: boolean | undefined, at: string): Protection {
  if (isOn === undefined) return before ?? { kind: 'unknown' };
  if (isOn) return { kind: 'on' };
  if (before?.kind === 'off') return before;
  return { kind: 'off', since: before?.kind === 'on' ? at : null };
}

/** Those in `after` that `before` did not know. */
export function newStops(before: readonly StopError[], after: readonly StopError[]): StopError[] {
  const left = [...before];
  return after.filter((stop) => {
    const at = left.findIndex((known) => known.at === stop.at && known.isTimed === stop.isTimed);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
