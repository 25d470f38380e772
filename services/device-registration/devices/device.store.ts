import { Refusal } from '../../../shared/contracts/refusal.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { digest } from '../../../shared/state/digest.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceUnknown } from '../errors.ts';
import type { DeviceKey } from './candidate.ts';
import { accept, type Device, deviceSchema, type Registration } from './device.ts';
import { observedOf } from './observed.ts';

export const deviceAggregate: AggregateDefinition<Device> = defineAggregate({
  kind: 'device',
  schemaVersion: 1,
  schema: deviceSchema,
});

export const deviceList = defineList({
  name: 'devices',
  of: deviceAggregate,
  columns: [
    'name',
    'serialNumber',
    'manufacturer',
    'model',
    'state',
    'profile',
    'groupTag',
    'assignedUser',
    'activeSince',
    'shared',
    'virtual',
    'notes',
    'acceptedAt',
    'autopilotDeviceId',
    'managedDeviceId',
    'entraDeviceId',
    'removal',
  ],
  search: ['name', 'serialNumber', 'model', 'assignedUser'],
  row: (device) => ({
    ...observedOf(device),
    serialNumber: device.serialNumber,
    profile: device.profile,
    shared: device.shared,
    virtual: device.virtual,
    notes: device.notes.join(' '),
    acceptedAt: device.acceptedAt,
    activeSince: device.state.kind === 'active' ? device.state.since : null,
    removal: device.removal?.kind ?? null,
  }),
});

/** Throws Refusal `device-unknown`. */
export async function readDevice(state: State, tenantId: string, deviceId: string) {
  const found = await state.load(deviceAggregate, tenantId, deviceId);
  if (!found) throw deviceUnknown();
  return { device: found.state, etag: found.etag };
}

/** What became of a registration, and the device that it made or found. */
export interface Registered {
  readonly kind: 'accepted' | 'known';
  readonly deviceId: string;
}

/** Makes the device of a row, once, however often and from wherever it is asked for. */
export async function registerDevice(
  state: State,
  tenantId: string,
  registration: Registration,
  options: ChangeOptions,
): Promise<Registered> {
  const { source, keys } = registration;
  const deviceId = await claimKeys(state, tenantId, keys);
  const key = { tenantId, id: deviceId };
  const once = placeOf(source);
  const changed = await state.change(deviceAggregate, key, accept(deviceId, registration), {
    ...options,
    once,
    expect: 'new',
  });
  const { source: first = source } = changed.state ?? {};
  return { kind: placeOf(first) === once ? 'accepted' : 'known', deviceId };
}

/** Where a registration came from, the same however often it is asked for. */
function placeOf(source: Registration['source']): string {
  return source.kind === 'discovery' ? `discovery/${source.at}` : `${source.importId}/${source.line}`;
}

/** Derived from the serial, else from the first key there is, so that no query is needed to find it again. */
export function deviceIdOf(tenantId: string, keys: readonly DeviceKey[]): string {
  const { key, value } = keys.find((known) => known.key === 'serial') ?? keys[0] ?? { key: '', value: '' };
  return `d${digest(JSON.stringify([tenantId, key, value]))}`.slice(0, 32);
}

/** Which device an import would find already there: as the list has them, which is a moment behind. */
export async function deviceFinder(
  state: State,
  tenantId: string,
): Promise<(keys: readonly DeviceKey[]) => string | undefined> {
  const rows = (await state.rows(tenantId, deviceList, {})).filter((row) => row.state !== 'registration-failed');
  const ids = new Map(rows.map(({ id }) => [id, id]));
  const bySerial = new Map(rows.map(({ id, serialNumber }) => [serialNumber, id]));
  return (keys) => {
    const serial = keys.find(({ key }) => key === 'serial')?.value;
    return (serial === undefined ? undefined : bySerial.get(serial)) ?? ids.get(deviceIdOf(tenantId, keys));
  };
}

/** Claims each key. A key that belongs to a device already says which one it is, even while that one is being made. */
async function claimKeys(state: State, tenantId: string, keys: readonly DeviceKey[]): Promise<string> {
  let deviceId = deviceIdOf(tenantId, keys);
  let settled = false;
  for (const { key, value } of keys) {
    const owner = await ownerOf(state, tenantId, { key, value }, deviceId);
    if (owner !== deviceId && settled) continue;
    deviceId = owner;
    settled = true;
  }
  return deviceId;
}

async function ownerOf(state: State, tenantId: string, { key, value }: DeviceKey, deviceId: string): Promise<string> {
  try {
    await state.pointers.claim(tenantId, key, value, deviceId);
    return deviceId;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'pointer-taken') throw error;
    return (await state.pointers.resolve(tenantId, key, value)) ?? deviceId;
  }
}
