import { hurtDevices } from '../model/calendar-twin.ts';
import { countBy } from '../model/count-by.ts';
import { isIsolated } from '../model/isolation.ts';
import { osVersion } from '../model/windows.ts';
import { managedDeviceId, serialNumberOf } from './devices.ts';
import type { Tenant } from './tenant.ts';

/** What a device really is like at present, which no service of Microsoft tells. */
export function truthOfDevice(tenant: Tenant, device: number) {
  const { fleet } = tenant;
  const { columns, groups, policies } = fleet;
  return {
    device,
    serialNumber: serialNumberOf(tenant, device),
    life: fleet.life(device),
    managedDeviceId: managedDeviceId(tenant, device),
    osVersion: osVersion(columns.build[device] ?? 0, columns.revision[device] ?? 0),
    /** Names of its groups that have an update policy. */
    rings: groups
      .all()
      .filter(({ index }) => policies.get(index) && groups.has(index, device))
      .map(({ displayName }) => displayName),
    isolated: isIsolated(columns, device, fleet.now()),
    stopErrors: fleet.stopErrors().filter((error) => error.device === device),
    actions: fleet.actions.of(device),
  };
}

/** The same of the fleet, in numbers. */
export function truthOfFleet({ fleet }: Tenant) {
  const devices = Array.from({ length: fleet.devices() }, (_, device) => device);
  return {
    devices: countBy(devices.map(fleet.life)),
    stopErrors: fleet.stopErrors().length,
    /** Devices with a stop error that a fault has caused. */
    hurt: hurtDevices(fleet).size,
    isolated: devices.filter((device) => isIsolated(fleet.columns, device, fleet.now())).length,
    alerts: fleet.alerts.all().length,
  };
}
