import { optionsOf } from '../../../shared/functions/cause.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { changeDevices, loadDevices, ringAssignmentList } from '../devices/device.store.ts';
import { confirm, type Device, isLookedFor, place } from '../devices/device.ts';
import { background } from '../microsoft.graph.ts';
import { enforceRings } from './enforce-rings.event.ts';
import type { Membership } from './repairs.ts';
import { addMembers, directoryObjects, membershipKey, removeMembers } from './ring-groups.graph.ts';
import { type Placed, placeDevices } from './ring-placement.ts';
import { loadRingSetup, saveRingSetup } from './ring-setup.store.ts';
import type { IdByRing } from './ring-setup.ts';
import { AUTOMATIC_RINGS } from './ring-table.ts';

/** Gives every managed device without a ring its ring, and brings Entra to what was decided. Finds nothing: does nothing. */
export async function placeWaitingDevices(context: TenantContext): Promise<void> {
  const { state, tenantId, clock } = context;
  const now = clock.now();
  const since = new Date(now).toISOString();
  const rows = await state.rows(tenantId, ringAssignmentList, {});
  const managed = rows.filter(({ managedDeviceId }) => managedDeviceId !== null);
  const waiting = managed.filter(({ ring }) => ring === null);
  const placed = managed.flatMap(({ id, ring, assignedBy, model }): Placed[] => {
    const automatic = AUTOMATIC_RINGS.find((each) => each === ring);
    return automatic && assignedBy !== 'admin' ? [{ deviceId: id, ring: automatic, model }] : [];
  });
  const rings = placeDevices(
    waiting.map(({ id, model }) => ({ deviceId: id, model })),
    placed,
    managed.length,
  );
  const placeOne = (id: string) => {
    const ring = rings.get(id) ?? 'Broad';
    return place(ring, `Placed by the service: ${ring} lacked most devices of its share.`, since);
  };
  await changeDevices(state, tenantId, [...rings.keys()], placeOne, optionsOf(context));
  const { lookedAt } = await loadRingSetup(state, tenantId);
  const isDue = (decided: string | null) => decided !== null && isLookedFor(decided, lookedAt, now);
  const onTheirWay = managed.filter(({ pending, since: decided }) => pending && isDue(decided));
  const due = [...onTheirWay.map(({ id }) => id), ...rings.keys()];
  if (due.length === 0) return;
  await settleMoves(context, due);
  await saveRingSetup(state, tenantId, { lookedAt: since }, optionsOf(context));
}

/** Brings devices to the group of their ring, out of the one before, and says so once Entra has taken it. */
export async function settleMoves(context: TenantContext, ids: readonly string[]): Promise<void> {
  const { state, tenantId } = context;
  const groups = (await loadRingSetup(state, tenantId)).groups ?? (await enforceRings(context));
  const graph = background(context, 'putting devices into their update ring');
  const objects = await directoryObjects(graph);
  const devices = await loadDevices(state, tenantId, ids);
  const moves = devices.flatMap((device) => moveOf(device, objects, groups));
  const added = await addMembers(
    graph,
    moves.map(({ to }) => to),
  );
  const leaving = moves.filter(({ to, from }) => from && added.has(membershipKey(to)));
  const removed = await removeMembers(
    graph,
    leaving.flatMap(({ from }) => from ?? []),
  );
  const settled = moves.filter(
    ({ to, from }) => added.has(membershipKey(to)) && (!from || removed.has(membershipKey(from))),
  );
  await changeDevices(
    state,
    tenantId,
    settled.map(({ deviceId }) => deviceId),
    () => confirm,
    optionsOf(context),
  );
}

interface Move {
  readonly deviceId: string;
  readonly to: Membership;
  readonly from: Membership | undefined;
}

/** A device that Entra does not know yet waits for the next time. */
function moveOf(device: Device, objects: ReadonlyMap<string, string>, groups: IdByRing): Move[] {
  const { placement } = device;
  const objectId = objects.get(device.entraDeviceId?.toLowerCase() ?? '');
  if (!placement?.pending || !objectId) return [];
  const { ring, from } = placement;
  const to = { groupId: groups[ring], objectId };
  return [
    { deviceId: device.deviceId, to, from: from && from !== ring ? { groupId: groups[from], objectId } : undefined },
  ];
}
