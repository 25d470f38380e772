import { type DeviceReading, type ListedDevice, readingAfter, type StopError } from './device-reading.ts';
import { stopsAfter } from './stop-sums.ts';

/** What Intune and Endpoint analytics say of the fleet; all ids are Intune's, in lower case. */
export interface Observed {
  readonly listed: ReadonlyMap<string, ListedDevice>;
  /** Whether the firewall is on; undefined when there is no report. */
  readonly firewalls: ReadonlyMap<string, boolean> | undefined;
  /** Undefined where Endpoint analytics knows no device. */
  readonly stops: ObservedStops | undefined;
}

export interface ObservedStops {
  /** Stop errors of the 30 days before `until`; devices without any are left out. */
  readonly sums: ReadonlyMap<string, number>;
  /** Those of devices whose sum has risen. */
  readonly found: ReadonlyMap<string, readonly StopError[]>;
  readonly until: number;
}

/**
 * The readings of all devices after the fleet was observed, by device id. `enrolled` has our ids by Intune's. A device that
 * is not listed keeps its reading: it is silent, or Intune's list has a gap, and when it leaves us, an event says so.
 */
export function readingsAfter(
  enrolled: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, DeviceReading>,
  { listed, firewalls, stops }: Observed,
  at: string,
): DeviceReading[] {
  const readings = [...enrolled].flatMap(([managedDeviceId, deviceId]) => {
    const known = before.get(deviceId);
    const device = listed.get(managedDeviceId);
    if (!device) return known ? [known] : [];
    const sighting = {
      listed: device,
      isFirewallOn: firewalls?.get(managedDeviceId),
      stops: stops ? stopsOf(managedDeviceId, known, stops) : (known?.stops ?? []),
    };
    return [readingAfter({ deviceId, managedDeviceId }, known, sighting, at)];
  });
  return readings.sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}

function stopsOf(
  managedDeviceId: string,
  before: DeviceReading | undefined,
  { sums, found, until }: ObservedStops,
): StopError[] {
  const device = { managedDeviceId, before, sum: sums.get(managedDeviceId) ?? 0 };
  return stopsAfter(device, found.get(managedDeviceId) ?? [], until);
}
