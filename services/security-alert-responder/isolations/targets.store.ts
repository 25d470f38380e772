import type { State } from '../../../shared/state/state.ts';
import { deviceAggregate, protectedDeviceList } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import { deviceIsolated, deviceNotInIncident, incidentUnknown, isolationLimit } from '../errors.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { type Incident, machineOf } from '../incidents/incident.ts';
import { isolationList } from './isolation.store.ts';
import { approvalIdOf } from './isolation.ts';
import { mostPerHour } from './plan.ts';

const HOUR_MS = 3_600_000;

interface Targets {
  readonly incident: Incident;
  /** In order of their ids. */
  readonly devices: readonly Device[];
}

interface Asked {
  readonly incidentId: string;
  readonly devices: readonly string[];
  /** The request itself, which may have been made in part before. */
  readonly approvalId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The devices that are to be isolated. Throws Refusal when one is not to be, or when they are too many within an hour. */
export async function demandTargets(state: State, tenantId: string, asked: Asked): Promise<Targets> {
  const incident = (await state.load(incidentAggregate, tenantId, asked.incidentId))?.state;
  if (!incident) throw incidentUnknown();
  const devices: Device[] = [];
  for (const deviceId of [...new Set(asked.devices)].sort()) {
    const device = (await state.load(deviceAggregate, tenantId, deviceId))?.state;
    if (!device || !machineOf(incident, deviceId)) throw deviceNotInIncident(deviceId);
    if (device.isolationId) throw deviceIsolated();
    devices.push(device);
  }
  await demandRoom(state, tenantId, asked, devices.length);
  return { incident, devices };
}

/** Counts what was asked for within the hour, by whomever, and not turned down. */
async function demandRoom(state: State, tenantId: string, { approvalId, now }: Asked, more: number): Promise<void> {
  const since = new Date(now - HOUR_MS).toISOString();
  const asked = await state.rows(tenantId, isolationList, { filter: { wanted: 'isolate' } });
  const others = asked.filter(
    (row) =>
      row.requestedAt >= since &&
      row.state !== 'rejected' &&
      row.state !== 'void' &&
      approvalIdOf(row.id) !== approvalId,
  );
  const most = mostPerHour((await state.rows(tenantId, protectedDeviceList, {})).length);
  if (others.length + more > most) throw isolationLimit(most);
}
