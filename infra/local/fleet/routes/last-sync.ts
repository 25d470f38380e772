import type { Call } from '../graph/call.ts';

const latest = new WeakMap<Call, { readonly device: number; readonly time: number }>();

/** The last contact of a device with Intune, in milliseconds since 1970. The properties of a row ask for it in turn. */
export function lastSyncOf(device: number, call: Call): number {
  const known = latest.get(call);
  if (known?.device === device) return known.time;
  const time = call.tenant.fleet.reported.lastSync(device, call.now);
  latest.set(call, { device, time });
  return time;
}

/** The Windows that the device had at that contact, such as `10.0.26200.8655`. */
export function osVersionOf(device: number, call: Call): string {
  return call.tenant.fleet.reported.osVersion(device, call.now, lastSyncOf(device, call));
}
