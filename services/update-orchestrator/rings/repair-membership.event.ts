import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { ringAssignmentList } from '../devices/device.store.ts';
import { background } from '../microsoft.graph.ts';
import { repairs } from './repairs.ts';
import { addMembers, directoryObjects, membershipChanges, removeMembers } from './ring-groups.graph.ts';
import { loadRingSetup, saveRingSetup } from './ring-setup.store.ts';

/**
 * Puts right what somebody did to the members of the ring groups: the ring on record wins, so that a device that is found in
 * two rings leaves the other, and one that was taken out comes back. One call while nobody did anything.
 */
export async function repairMembership(context: Context & { readonly tenantId: string }): Promise<void> {
  const { state, tenantId, actor, log } = context;
  const setup = await loadRingSetup(state, tenantId);
  if (!setup.groups) return;
  const graph = background(context, 'keeping devices in their update ring');
  const { changes, deltaLink } = await membershipChanges(graph, setup.groups, setup.groupsDelta);
  if (changes.length > 0) {
    const wanted = await recordedRings(context, await directoryObjects(graph));
    const { remove, add } = repairs(changes, wanted, setup.groups);
    if (remove.length + add.length > 0)
      log.warn('somebody changed the members of update rings', { remove: remove.length, add: add.length });
    await removeMembers(graph, remove);
    await addMembers(graph, add);
  }
  // After the repair: a run that breaks off sees the same changes again.
  await saveRingSetup(state, tenantId, { groupsDelta: deltaLink }, { actor });
}

/** The settled ring of each device, by its object id in Entra. Those on their way are nobody's mistake. */
async function recordedRings(
  { state, tenantId }: Context & { readonly tenantId: string },
  objects: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Ring>> {
  const rows = await state.rows(tenantId, ringAssignmentList, { filter: { pending: false } });
  return new Map(
    rows.flatMap(({ entraDeviceId, ring }) => {
      const objectId = objects.get(entraDeviceId?.toLowerCase() ?? '');
      const recorded = RINGS.find((each) => each === ring);
      return objectId && recorded ? [[objectId, recorded] as const] : [];
    }),
  );
}
