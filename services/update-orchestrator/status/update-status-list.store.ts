import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { computedSnapshot, withComputedList } from '../../../shared/state/computed-list.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { deviceAggregate, ringAssignmentList } from '../devices/device.store.ts';
import { gatedDevices } from '../gate/gated-devices.store.ts';
import { eligible } from '../gate/progress.ts';
import { currentOf } from '../releases/adopt.ts';
import { recentReleases } from '../releases/release.store.ts';
import { statusOf, type UpdateStatus } from './update-status.ts';

/** A line of the list. */
export type StatusRow = Readonly<{
  name: string | null;
  ring: Ring | null;
  model: string | null;
  osVersion: string;
  release: string;
  status: UpdateStatus;
  eligible: boolean;
  lastSeen: string;
  reason: string;
}>;

/** Its lines are made of sightings, which move with every look. */
export const updateStatusList = defineList({
  name: 'update-status',
  of: deviceAggregate,
  columns: ['name', 'ring', 'model', 'osVersion', 'release', 'status', 'eligible', 'lastSeen', 'reason'],
  search: ['name', 'model'],
  row: (): StatusRow | undefined => undefined,
});

/** The state, with that list in it. */
export const withUpdateStatus = (state: State, now: number): State =>
  withComputedList(state, updateStatusList, async (tenantId) =>
    computedSnapshot(updateStatusList, tenantId, await lines(state, tenantId, now)),
  );

async function lines(state: State, tenantId: string, now: number) {
  const release = currentOf(await recentReleases(state, tenantId));
  if (!release) return [];
  const devices = await gatedDevices(state, tenantId);
  const names = new Map((await state.rows(tenantId, ringAssignmentList, {})).map(({ id, name }) => [id, name]));
  const counted = new Set(eligible(release, devices, now).map(({ deviceId }) => deviceId));
  return devices.map((device) => {
    const { deviceId, ring, model, sighting } = device;
    const row: StatusRow = {
      name: names.get(deviceId) ?? null,
      ring,
      model: model || null,
      osVersion: sighting.osVersion,
      release: release.releaseId,
      ...statusOf(device, release, now),
      eligible: counted.has(deviceId),
      lastSeen: new Date(sighting.seen * HOUR_MS).toISOString(),
    };
    return { id: deviceId, row };
  });
}
