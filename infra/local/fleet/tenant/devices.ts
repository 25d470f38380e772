import { type DeviceModel, deviceModels } from '../data/device-models.ts';
import type { User } from '../model/users.ts';
import type { Tenant } from './tenant.ts';

/** What lists show of the devices of a tenant; a device is its index in the fleet. */

export function* devicesWhere(tenant: Tenant, shows: (device: number) => boolean): Generator<number> {
  const count = tenant.fleet.devices();
  for (let device = 0; device < count; device += 1) if (shows(device)) yield device;
}

/** Whether Intune has a record of it. */
export const isManaged = ({ fleet }: Tenant, device: number) => fleet.life(device) === 'active';

/** A new record can be read by its id before lists show it. */
export function isListedAsManaged(tenant: Tenant, device: number, time: number): boolean {
  const { columns, visibleAt } = tenant.fleet;
  return isManaged(tenant, device) && visibleAt(device, 'managedDeviceList', columns.enrolledAt[device] ?? 0) <= time;
}

export function isListedByDefender(tenant: Tenant, device: number, time: number): boolean {
  const { columns, visibleAt } = tenant.fleet;
  return isManaged(tenant, device) && visibleAt(device, 'defenderMachine', columns.enrolledAt[device] ?? 0) <= time;
}

/** Autopilot knows it from the synchronisation after its import on. */
export function hasIdentity(tenant: Tenant, device: number): boolean {
  switch (tenant.fleet.life(device)) {
    case 'supplied':
    case 'imported':
    case 'importFailed':
    case 'identity':
      return false;
    case 'tagged':
    case 'shipped':
    case 'enrolling':
    case 'enrolmentFailed':
    case 'active':
    case 'resetting':
    case 'retired':
    case 'deleted':
      return tenant.autopilot.registration(device) !== undefined;
  }
}

/** The directory keeps devices that are gone until somebody deletes them. */
export function isInDirectory(tenant: Tenant, device: number): boolean {
  if (tenant.deletedDevices.has(device)) return false;
  return hasIdentity(tenant, device) || isManaged(tenant, device);
}

export function managedDeviceId({ fleet }: Tenant, device: number): string {
  return fleet.ids.of('managedDevice', device, fleet.columns.generation[device]);
}

export const entraDeviceId = ({ fleet }: Tenant, device: number) => fleet.ids.of('entraDevice', device);

export const directoryObjectId = ({ fleet }: Tenant, device: number) => fleet.ids.of('entraObject', device);

export const machineId = ({ fleet }: Tenant, device: number) => fleet.ids.of('defenderMachine', device);

/** The device that a managed device id names, as long as the record lives. */
export function deviceOfManagedId(tenant: Tenant, id: string): number | undefined {
  const named = tenant.fleet.ids.read(id);
  if (named?.kind !== 'managedDevice') return undefined;
  const current = tenant.fleet.columns.generation[named.index];
  return named.generation === current && exists(tenant, named.index) && isManaged(tenant, named.index)
    ? named.index
    : undefined;
}

/** The index of what an id of this kind names. */
export function deviceOf(
  tenant: Tenant,
  kind: 'entraDevice' | 'entraObject' | 'defenderMachine' | 'autopilotIdentity',
  id: string,
): number | undefined {
  const named = tenant.fleet.ids.read(id);
  return named?.kind === kind && exists(tenant, named.index) ? named.index : undefined;
}

const exists = ({ fleet }: Tenant, device: number) => device < fleet.devices();

export const serialNumberOf = ({ autopilot, fleet }: Tenant, device: number) =>
  autopilot.registration(device)?.serialNumber ?? fleet.names.serial(device);

export function modelOf({ fleet }: Tenant, device: number): DeviceModel {
  const model = deviceModels[fleet.columns.model[device] ?? 0];
  if (!model) throw new RangeError(`There is no device ${device}.`);
  return model;
}

/** Who uses it; undefined for a shared device. */
export function ownerOf({ fleet }: Tenant, device: number): User | undefined {
  const owner = fleet.columns.owner[device] ?? -1;
  return owner < 0 ? undefined : fleet.user(owner);
}

export const dateTime = (time: number) => new Date(Number.isFinite(time) ? time : 0).toISOString();
