import { faultScript } from '../../infra/local/fleet/faults/fault-script.ts';
import {
  devicesWhere,
  entraDeviceId,
  isManaged,
  managedDeviceId,
  modelOf,
} from '../../infra/local/fleet/tenant/devices.ts';
import type { Tenant } from '../../infra/local/fleet/tenant/tenant.ts';
import type { Blueprint } from '../../infra/local/supervisor/blueprint.ts';
import { deviceActivated } from '../../shared/contracts/events/device-events.ts';
import { type Answer, demoTenantEnrolled, type Fact, openProduct, type Person, type Product } from './product.ts';

/** A simulated fleet, and services that have been told of its devices. */
export interface Fleet extends Product {
  /** How the fleet really is. */
  readonly tenant: Tenant;
  /** Its administrator. */
  readonly ada: Person;
  /** The body of an answer to the administrator. */
  read(path: string): Promise<Answer['body']>;
  /** Lets a fault happen from now on. */
  inject(fault: object): void;
  /** Calls that Microsoft has answered. */
  calls(): number;
  /** Request units spent on documents. */
  requestUnits(): number;
}

interface FleetOptions {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly devices: number;
  readonly services: Blueprint;
}

/** Opens the platform, and tells of the tenant and its devices. */
export async function openFleet({ start, devices, services }: FleetOptions): Promise<Fleet> {
  const product = await openProduct(start, { services, fleet: { devices } });
  const { clock, cloud, driver, ground } = product.platform;
  const [tenant] = cloud.tenants;
  if (!tenant) throw new TypeError('The cloud has one tenant.');
  const managed = [...devicesWhere(tenant, (device) => isManaged(tenant, device))];
  const facts = managed.map((device) => activated(tenant, device, new Date(start).toISOString()));
  await product.tell('device-registration', [demoTenantEnrolled, ...facts]);
  await driver.settle();
  const ada = product.signIn('Ada', 'GlobalAdministrator');
  return {
    ...product,
    tenant,
    ada,
    read: async (path) => (await ada('GET', path)).body,
    inject(fault) {
      tenant.fleet.advanceTo(clock.now());
      tenant.fleet.faults.inject(faultScript.parse({ description: 'of the test', faults: [fault] }).faults);
    },
    calls: () => cloud.calls().reduce((sum, { count }) => sum + count, 0),
    requestUnits() {
      const { pointReads, writes, queries } = ground.cosmos.requestUnits;
      return pointReads + writes + queries;
    },
  };
}

/** The product's id of a device, by its number in the fleet. */
export const deviceIdOf = (device: number): string => `device-${device}`;

export const numberOf = (deviceId: string): number => Number(deviceId.replace('device-', ''));

/** That a device is in use. */
export function activated(tenant: Tenant, device: number, at: string): Fact {
  const deviceId = deviceIdOf(device);
  const { manufacturer, model } = modelOf(tenant, device);
  return {
    subject: `device:${deviceId}`,
    event: deviceActivated.event({
      deviceId,
      managedDeviceId: managedDeviceId(tenant, device),
      entraDeviceId: entraDeviceId(tenant, device),
      deviceName: `PC-${device}`,
      serialNumber: null,
      manufacturer,
      model,
      groupTag: null,
      profile: null,
      shared: false,
      virtual: false,
      assignedUser: null,
      notes: [],
      source: { kind: 'discovery', at },
      acceptedAt: at,
      state: { kind: 'active', since: at },
    }),
  };
}
