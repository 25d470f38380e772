import { inParallel } from '../../../shared/state/in-parallel.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceAggregate, deviceList, registerDevice } from '../devices/device.store.ts';
import { loseSight } from '../devices/removal.ts';
import type { KnownDevice } from './join.ts';
import { registrationOf } from './newcomer.ts';
import { observe } from './observe.ts';
import type { DeviceNews, Sighting } from './sighting.ts';

/** All devices of a tenant, as the list has them. Nothing is read from the database while nothing has moved. */
export const listKnown = (state: State, tenantId: string): Promise<readonly KnownDevice[]> =>
  state.rows(tenantId, deviceList, { sort: 'acceptedAt' });

const WIDTH = 8;

/** Brings in what a reading at a moment (milliseconds since 1970) says of some devices; one that is not known becomes one. */
export async function takeNews(
  state: State,
  tenantId: string,
  { at, news }: { readonly at: number; readonly news: readonly DeviceNews[] },
  options: ChangeOptions,
): Promise<void> {
  const registered = async ({ identity }: Sighting) => {
    if (!identity) return undefined;
    const registration = registrationOf(identity, new Date(at).toISOString());
    return (await registerDevice(state, tenantId, registration, options)).deviceId;
  };
  await inParallel(news, WIDTH, async ({ deviceId, sighting }) => {
    const id = deviceId ?? (await registered(sighting));
    if (id) await state.change(deviceAggregate, { tenantId, id }, observe(sighting, at), options);
  });
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
