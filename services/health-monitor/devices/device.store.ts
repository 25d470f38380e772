import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { groupBy } from '../../../shared/state/group-by.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type Device, deviceSchema, type Transition, withTransitions } from './device.ts';

export const deviceAggregate: AggregateDefinition<Device> = defineAggregate({
  kind: 'device',
  schemaVersion: 1,
  schema: deviceSchema,
});

/** Which devices there are, and what Intune calls them. */
export const deviceList = defineList({
  name: 'devices',
  of: deviceAggregate,
  columns: ['managedDeviceId'],
  row: ({ managedDeviceId }) => ({ managedDeviceId }),
});

/** Our ids of the devices that have enrolled, by Intune's. */
export async function enrolledDevices(state: State, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await state.rows(tenantId, deviceList, {});
  return new Map(rows.flatMap(({ id, managedDeviceId }) => (managedDeviceId ? [[managedDeviceId, id]] : [])));
}

/** Devices at a time. */
const WIDTH = 16;

/** Tells of transitions, each once however often it is asked for. */
export async function recordTransitions(
  state: State,
  tenantId: string,
  transitions: readonly Transition[],
  options: ChangeOptions,
): Promise<void> {
  const byDevice = groupBy(transitions, ({ deviceId }) => deviceId);
  await inParallel(byDevice, WIDTH, async ([id, own]) => {
    await state.change(deviceAggregate, { tenantId, id }, withTransitions(own), options);
  });
}
