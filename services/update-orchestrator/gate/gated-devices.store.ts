import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import type { State } from '../../../shared/state/state.ts';
import { ringAssignmentList } from '../devices/device.store.ts';
import { sightings } from '../inventory/inventory.store.ts';
import type { GatedDevice } from './gated-device.ts';

/** The devices that have been seen, with their rings, in the order of their ids. */
export async function gatedDevices(state: State, tenantId: string): Promise<GatedDevice[]> {
  const [rows, seen] = await Promise.all([
    state.rows(tenantId, ringAssignmentList, {}),
    sightings.load(state, tenantId),
  ]);
  return rows
    .flatMap(({ id, ring, pending, from, manufacturer, model }): GatedDevice[] => {
      const sighting = seen.get(id);
      if (!sighting) return [];
      const now = RINGS.find((each) => each === (pending ? from : ring)) ?? null;
      return [{ deviceId: id, ring: now, manufacturer: manufacturer ?? '', model: model ?? '', sighting }];
    })
    .sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}
