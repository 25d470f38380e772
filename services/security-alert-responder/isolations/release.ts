import { type Device, release } from '../devices/device.ts';
import { deviceNotIsolated } from '../errors.ts';
import type { Isolation } from './isolation.ts';

type Asked = Pick<Isolation, 'isolationId' | 'reason' | 'requestedBy' | 'requestedAt'>;

/** A release of what this isolation cut off. Throws Refusal when it is not cut off by it, or is being released. */
export function releaseOf(isolation: Isolation, device: Device | undefined, asked: Asked): Isolation {
  const { isolationId, incidentId, deviceId, deviceName, machineId, wanted, stage } = isolation;
  if (wanted !== 'isolate' || stage.kind !== 'confirmed') throw deviceNotIsolated();
  release(asked.isolationId, isolationId)(device);
  const of = { incidentId, deviceId, deviceName, machineId };
  const planned = { kind: 'planned', since: asked.requestedAt } as const;
  return { ...of, ...asked, wanted: 'release', releases: isolationId, stage: planned };
}
