import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { type Decide, defineAggregate } from '../../../shared/state/aggregate.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type Device, deviceSchema } from './device.ts';

export const deviceAggregate = defineAggregate({ kind: 'device', schemaVersion: 1, schema: deviceSchema });

/** Every device with the ring it belongs in. */
export const ringAssignmentList = defineList({
  name: 'ring-assignments',
  of: deviceAggregate,
  columns: [
    'name',
    'ring',
    'assignedBy',
    'pending',
    'from',
    'since',
    'manufacturer',
    'model',
    'managedDeviceId',
    'entraDeviceId',
    'reason',
  ],
  search: ['name', 'model'],
  row: ({ name, manufacturer, model, managedDeviceId, entraDeviceId, placement }) => ({
    name,
    ring: placement?.ring ?? null,
    assignedBy: placement?.by ?? null,
    pending: placement?.pending ?? false,
    from: placement?.from ?? null,
    since: placement?.since ?? null,
    manufacturer,
    model,
    managedDeviceId,
    entraDeviceId,
    reason: placement?.reason ?? null,
  }),
});

const WIDTH = 8;

/** Decides on many devices of a tenant, each by itself. */
export async function changeDevices(
  state: State,
  tenantId: string,
  ids: readonly string[],
  decide: (id: string) => Decide<Device>,
  options: ChangeOptions,
): Promise<void> {
  await inParallel(ids, WIDTH, async (id) => {
    await state.change(deviceAggregate, { tenantId, id }, decide(id), options);
  });
}

/** Those that are there. */
export async function loadDevices(state: State, tenantId: string, ids: readonly string[]): Promise<Device[]> {
  const found = new Map<string, Device>();
  await inParallel(ids, WIDTH, async (id) => {
    const loaded = await state.load(deviceAggregate, tenantId, id);
    if (loaded) found.set(id, loaded.state);
  });
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** How many devices each ring has. */
export async function devicesByRing(state: State, tenantId: string): Promise<Readonly<Record<Ring, number>>> {
  const rows = await state.rows(tenantId, ringAssignmentList, {});
  const countOf = (ring: Ring) => rows.filter((row) => row.ring === ring).length;
  return Object.fromEntries(RINGS.map((ring) => [ring, countOf(ring)])) as Record<Ring, number>;
}
