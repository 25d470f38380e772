import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceAggregate, deviceList } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import { confirm, dispatch, leaveUnknown, plan, refuse } from '../devices/removal.ts';

/** The device that is removed. */
export interface RemovalKey {
  readonly tenantId: string;
  readonly deviceId: string;
}

/** Undefined when it is not, or no longer, on the list. */
export async function findDevice(state: State, { tenantId, deviceId }: RemovalKey): Promise<Device | undefined> {
  return (await state.load(deviceAggregate, tenantId, deviceId))?.state;
}

/** Returns the operation that removes it, which may be one that was begun before. Throws what the decision throws. */
export async function planRemoval(
  state: State,
  key: RemovalKey,
  asked: Parameters<typeof plan>[0],
  options: ChangeOptions,
): Promise<string> {
  const device = await change(state, key, plan(asked), options);
  return device?.removal?.operationId ?? asked.operationId;
}

export const dispatchRemoval = (state: State, key: RemovalKey, at: string, options: ChangeOptions) =>
  change(state, key, dispatch(at), options);

export const leaveRemovalUnknown = (state: State, key: RemovalKey, options: ChangeOptions) =>
  change(state, key, leaveUnknown(), options);

export const refuseRemoval = (state: State, key: RemovalKey, code: string, message: string, options: ChangeOptions) =>
  change(state, key, refuse(code, message), options);

/** The keys go on pointing to it: when the machine comes back, it is the same device. */
export const confirmRemoval = (state: State, key: RemovalKey, options: ChangeOptions) =>
  change(state, key, confirm(), options);

/** Devices whose removal is on its way and that far, as the list has them. */
export async function openRemovals(
  state: State,
  tenantId: string,
  kinds: readonly ('planned' | 'dispatching')[],
): Promise<string[]> {
  const rows = await state.rows(tenantId, deviceList, { filter: { removal: kinds } });
  return rows.map(({ id }) => id);
}

async function change(
  state: State,
  { tenantId, deviceId }: RemovalKey,
  decide: Parameters<typeof state.change<Device>>[2],
  options: ChangeOptions,
): Promise<Device | undefined> {
  return (await state.change(deviceAggregate, { tenantId, id: deviceId }, decide, options)).state;
}
