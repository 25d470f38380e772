import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceAggregate, deviceList } from '../devices/device.store.ts';
import { loseSight } from '../devices/removal.ts';
import type { KnownDevice } from './join.ts';
import { observe } from './observe.ts';
import type { Sighting } from './sighting.ts';

/** All devices of a tenant, as the list has them. Nothing is read from the database while nothing has moved. */
export const listKnown = (state: State, tenantId: string): Promise<readonly KnownDevice[]> =>
  state.rows(tenantId, deviceList, { sort: 'acceptedAt' });

/** Brings in what Autopilot and Intune say of a device at a moment (milliseconds since 1970). */
export async function observeDevice(
  state: State,
  tenantId: string,
  deviceId: string,
  { sighting, at }: { readonly sighting: Sighting; readonly at: number },
  options: ChangeOptions,
): Promise<void> {
  await state.change(deviceAggregate, { tenantId, id: deviceId }, observe(sighting, at), options);
}

/** Takes a device off the list that neither Autopilot nor Intune has any more. */
export async function giveUpDevice(
  state: State,
  tenantId: string,
  deviceId: string,
  options: ChangeOptions,
): Promise<void> {
  const decide = loseSight('Neither Autopilot nor Intune lists it any more.');
  await state.change(deviceAggregate, { tenantId, id: deviceId }, decide, options);
}
