import { type AlertOfIncident, type InvolvedDevice, MOST_DEVICES } from '../incidents/alert-of-incident.ts';
import { incidentIdOf } from '../incidents/incident.ts';
import type { ListedAlert } from './alert.ts';

/** A device that is ours to protect. */
interface Protected {
  readonly id: string;
  readonly sensitive: boolean;
}

/** What a tenant has: its devices by their id in Entra, and whose alerts are somebody else's work. */
export interface Concern {
  readonly devices: ReadonlyMap<string, Protected>;
  readonly ignoredOwners: readonly string[];
}

/**
 * An alert as it concerns the tenant's managed devices; undefined where it concerns none. Of what is somebody else's work
 * only the news of alerts that are on record already count: their end must not be missed.
 */
export function ofConcern(alert: ListedAlert, { devices: known, ignoredOwners }: Concern): AlertOfIncident | undefined {
  const { incident, assignedTo, machines, ...rest } = alert;
  const involved = new Map<string, InvolvedDevice>();
  for (const { machineId, entraDeviceId } of machines) {
    const device = known.get(entraDeviceId ?? '');
    if (device) involved.set(device.id, { deviceId: device.id, machineId, sensitive: device.sensitive });
  }
  const devices = [...involved.values()].slice(0, MOST_DEVICES);
  if (devices.length === 0) return undefined;
  const onlyIfKnown = assignedTo !== null && ignoredOwners.includes(assignedTo);
  return { incidentId: incidentIdOf(incident), alert: { ...rest, devices }, onlyIfKnown };
}

/** Machines of an alert, by their id in Entra, that are no managed devices, or not yet. */
export const strangersIn = ({ machines }: ListedAlert, { devices }: Concern): string[] => [
  ...new Set(machines.flatMap(({ entraDeviceId: id }) => (id !== null && !devices.has(id) ? [id] : []))),
];
