import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { changeDevices, ringAssignmentList } from '../devices/device.store.ts';
import { repaired } from '../devices/device.ts';
import { background } from '../microsoft.graph.ts';
import { comparedWith, type Membership, type RecordedRing, repairs } from './repairs.ts';
import { addMembers, directoryObjects, membershipChanges, removeMembers } from './ring-groups.graph.ts';
import { loadRingSetup, saveRingSetup } from './ring-setup.store.ts';

/**
 * Puts right what somebody did to the members of the ring groups: the ring on record wins, so that a device that is found in
 * two rings leaves the other, and one that was taken out comes back. One call while nobody did anything.
 */
export async function repairMembership(context: TenantContext): Promise<void> {
  const { state, tenantId } = context;
  const setup = await loadRingSetup(state, tenantId);
  if (!setup.groups) return;
  const graph = background(context, 'keeping devices in their update ring');
  const round = await membershipChanges(graph, setup.groups, setup.groupsDelta);
  if (round.kind === 'full' || round.changes.length > 0) {
    const recorded = await recordedRings(context, await directoryObjects(graph));
    const changes = round.kind === 'full' ? comparedWith(round.changes, recorded, setup.groups) : round.changes;
    const { remove, add } = repairs(changes, recorded, setup.groups);
    await removeMembers(graph, remove);
    await addMembers(graph, add);
    await tell(context, [...remove, ...add], recorded);
  }
  // After the repair: a run that breaks off sees the same changes again.
  await saveRingSetup(state, tenantId, { groupsDelta: round.deltaLink }, optionsOf(context));
}

async function tell(
  context: TenantContext,
  memberships: readonly Membership[],
  recorded: ReadonlyMap<string, RecordedRing>,
): Promise<void> {
  const ids = new Set(memberships.flatMap(({ objectId }) => recorded.get(objectId)?.deviceId ?? []));
  if (ids.size === 0) return;
  context.log.warn('somebody changed the members of update rings', { devices: ids.size });
  await changeDevices(context.state, context.tenantId, [...ids], () => repaired, optionsOf(context));
}

/** The ring of each device, by its object id in Entra. */
async function recordedRings(
  { state, tenantId }: TenantContext,
  objects: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, RecordedRing>> {
  const rows = await state.rows(tenantId, ringAssignmentList, {});
  return new Map(
    rows.flatMap(({ id: deviceId, entraDeviceId, ring, pending, from }) => {
      const objectId = objects.get(entraDeviceId?.toLowerCase() ?? '');
      const recorded = RINGS.find((each) => each === ring);
      if (!objectId || !recorded) return [];
      const leaving = pending ? (RINGS.find((each) => each === from) ?? null) : null;
      return [[objectId, { deviceId, ring: recorded, leaving }] as const];
    }),
  );
}
