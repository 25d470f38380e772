import type { Plan } from '../../../shared/contracts/http/approvals.ts';
import type { Device } from '../devices/device.ts';
import { type Incident, machineOf } from '../incidents/incident.ts';

/** So few may always be isolated within an hour, and such a share of a tenant. [operations: guard of containment] */
const FEW_DEVICES = 5;
const SHARE_PER_HOUR = 0.02;

/** A device that is on is isolated within some minutes; Defender says no number, so people are told a careful one. */
const SECONDS_TO_ISOLATE = 15 * 60;

/** Devices that may be isolated within an hour, by whomever: an attacker must not use us to stop a company. */
export const mostPerHour = (devices: number): number => Math.max(FEW_DEVICES, Math.floor(devices * SHARE_PER_HOUR));

/** What isolating does. When a device is cut off meanwhile, or the incident is over, it is another plan. */
export function planOf(incident: Incident, devices: readonly Device[]): Plan {
  const ids = devices.map(({ deviceId }) => deviceId).sort();
  const [lose, them] = ids.length === 1 ? ['The device loses', 'it'] : [`${ids.length} devices lose`, 'them'];
  const basisOf = ({ deviceId, isolationId }: Device) =>
    `${machineOf(incident, deviceId) ?? 'unknown to Defender'}, ${isolationId ?? 'connected'}`;
  return {
    action: 'isolate-devices',
    devices: ids,
    calls: { isolate: ids.length },
    seconds: SECONDS_TO_ISOLATE,
    risks: [
      `${lose} every connection but the one to Defender, until somebody releases ${them}.`,
      'A device that is off is isolated when it comes back.',
    ],
    basis: {
      [incident.incidentId]: incident.state === 'resolved' ? 'resolved' : 'open',
      ...Object.fromEntries(devices.map((device) => [device.deviceId, basisOf(device)])),
    },
  };
}
