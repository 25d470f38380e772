import { optionsOf } from '../../../shared/functions/cause.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { ringAssignmentList } from '../devices/device.store.ts';
import { background } from '../microsoft.graph.ts';
import { listFleet } from './fleet.graph.ts';
import { sightings } from './inventory.store.ts';
import { type Sighting, sight } from './sighting.ts';

/** Reads the fleet and keeps what has changed of it. A list that ended early changes nothing. */
export async function takeInventory(context: TenantContext): Promise<void> {
  const { state, tenantId, log } = context;
  const known = await state.rows(tenantId, ringAssignmentList, {});
  const managed = known.flatMap(({ id, managedDeviceId }) =>
    managedDeviceId ? [{ deviceId: id, managedDeviceId: managedDeviceId.toLowerCase() }] : [],
  );
  if (managed.length === 0) return;
  const graph = background(context, 'seeing which builds devices run');
  const fleet = await listFleet(graph);
  if (!fleet) return log.warn('the list of devices ended early; the one before is kept', {});
  const before = await sightings.load(state, tenantId);
  const now = managed.flatMap(({ deviceId, managedDeviceId }): Sighting[] => {
    const listed = fleet.get(managedDeviceId);
    const last = before.get(deviceId);
    if (listed) return [sight(deviceId, listed, last)];
    return last ? [last] : [];
  });
  await sightings.save(state, tenantId, now, optionsOf(context));
}
