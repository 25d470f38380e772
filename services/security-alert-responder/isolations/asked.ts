import { type Device, release } from '../devices/device.ts';
import { deviceNotIsolated } from '../errors.ts';
import { type Incident, machineOf } from '../incidents/incident.ts';
import { type Isolation, isolationIdOf } from './isolation.ts';

/** Who asks, why and when. */
export type Asked = Pick<Isolation, 'reason' | 'requestedBy' | 'requestedAt'>;

/** The isolations that an approval is asked for, one for each device. */
export const isolationsOf = (
  approvalId: string,
  incident: Incident,
  devices: readonly Device[],
  asked: Asked,
): Isolation[] =>
  devices.map(({ deviceId, name }, n) => ({
    ...asked,
    wanted: 'isolate',
    isolationId: isolationIdOf(approvalId, n + 1),
    incidentId: incident.incidentId,
    deviceId,
    deviceName: name,
    machineId: machineOf(incident, deviceId) ?? '',
    approvalId,
    approvedBy: null,
    stage: { kind: 'waiting-for-approval' },
  }));

/** A release of what this isolation cut off. Throws Refusal when it is not cut off by it, or is being released. */
export function releaseOf(
  releaseId: string,
  isolation: Isolation,
  device: Device | undefined,
  asked: Asked,
): Isolation {
  const { isolationId, incidentId, deviceId, deviceName, machineId, wanted, stage } = isolation;
  if (wanted !== 'isolate' || stage.kind !== 'confirmed') throw deviceNotIsolated();
  release(releaseId, isolationId)(device);
  const of = { incidentId, deviceId, deviceName, machineId };
  const planned = { kind: 'planned', since: asked.requestedAt } as const;
  return { ...asked, ...of, wanted: 'release', isolationId: releaseId, releases: isolationId, stage: planned };
}
