import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../../infra/local/build/folders.ts';
import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { faultScript } from '../../../infra/local/fleet/faults/fault-script.ts';
import {
  devicesWhere,
  entraDeviceId,
  isManaged,
  managedDeviceId,
  modelOf,
} from '../../../infra/local/fleet/tenant/devices.ts';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { type Blueprint, product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { openBus } from '../../../shared/bus/open-bus.ts';
import type { CloudEvent } from '../../../shared/contracts/events/cloud-event.ts';
import type { NewEvent } from '../../../shared/contracts/events/define-event.ts';
import { deviceActivated } from '../../../shared/contracts/events/device-events.ts';
import { tenantEnrolled } from '../../../shared/contracts/events/tenant-events.ts';
import type { ServiceName } from '../../../shared/contracts/events/topology.ts';

export const TENANT = DEMO_TENANT.entraTenantId;

/** Some services of the product: those in a folder. What they hear of others is said by the test. */
export const part = (name: string, folder: URL): Blueprint => ({
  ...product,
  folders: { ...productFolders, sources: fileURLToPath(folder), out: join(productFolders.out, 'local', name) },
});

const watch = part('health-watch', new URL('watch/', import.meta.url));

/** A simulated fleet and the services that watch it. */
export interface WatchedFleet {
  readonly platform: Platform;
  /** The body of an answer to an administrator; the path goes on from the tenant's, or begins with `/api`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  ask(path: string, init?: { readonly method: string; readonly body: unknown }): Promise<any>;
  /** Says on the bus what another service would say. */
  tell(service: ServiceName, facts: readonly Fact[]): Promise<void>;
  /** Goes on until the clock shows this. */
  until(time: number): Promise<void>;
  /** Goes on there at once, as after an outage: each timer that fell due meanwhile fires once. */
  leapTo(time: number): Promise<void>;
  /** Lets a fault happen from now on. */
  inject(fault: object): void;
  /** The devices that really crashed between two moments, as the product knows them. */
  crashedBetween(from: number, until: number): string[];
  /** Calls that Graph has answered. */
  calls(): number;
  /** Request units spent on documents. */
  requestUnits(): number;
}

/** An event, and what it is about. */
export interface Fact {
  readonly subject: string;
  readonly event: NewEvent;
}

export interface WatchedFleetOptions {
  readonly start: number;
  readonly devices: number;
  readonly seed?: number;
  /** By default the health monitor alone. */
  readonly services?: Blueprint;
}

/** Opens the platform, enrols the tenant and tells of its devices. */
export async function openWatchedFleet(options: WatchedFleetOptions): Promise<WatchedFleet> {
  const { start, devices, seed = 1, services = watch } = options;
  const platform = await openPlatform(services, { start, processes: 'one', fleet: { devices, seed } });
  const { driver, cloud, ground, issuer } = platform;
  const tenant = cloud.tenants[0];
  if (!tenant) throw new TypeError('The cloud has one tenant.');
  const deviceId = (device: number) => `device-${device}`;
  const tell = teller(platform);
  await tell('device-registration', [
    {
      subject: `tenant:${TENANT}`,
      event: tenantEnrolled.event({
        ...DEMO_TENANT,
        tenantId: TENANT,
        state: 'active',
        operators: [...DEMO_TENANT.operators],
      }),
    },
    ...[...devicesWhere(tenant, (device) => isManaged(tenant, device))].map((device) => ({
      subject: `device:${deviceId(device)}`,
      event: deviceActivated.event({
        deviceId: deviceId(device),
        managedDeviceId: managedDeviceId(tenant, device),
        entraDeviceId: entraDeviceId(tenant, device),
        serialNumber: null,
        manufacturer: modelOf(tenant, device).manufacturer,
        model: modelOf(tenant, device).model,
        groupTag: null,
        profile: null,
        shared: false,
        virtual: false,
        assignedUser: null,
        notes: [],
        source: { kind: 'discovery', at: iso(start) },
        acceptedAt: iso(start),
        state: { kind: 'active', since: iso(start) },
      }),
    })),
  ]);
  await driver.settle();
  const authorization = `Bearer ${await tokenOf(issuer, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] })}`;
  return {
    platform,
    crashedBetween(from, until) {
      const crashed = tenant.fleet.stopErrors().filter(({ time }) => time >= from && time <= until);
      return [...new Set(crashed.map(({ device }) => deviceId(device)))].sort();
    },
    tell,
    until: (time) => driver.runUntil(time),
    async leapTo(time) {
      platform.clock.jumpTo(time);
      await driver.settle();
    },
    inject(fault) {
      tenant.fleet.advanceTo(platform.clock.now());
      tenant.fleet.faults.inject(faultScript.parse({ description: 'of the test', faults: [fault] }).faults);
    },
    async ask(path, init) {
      const own = path.startsWith('/api') ? path : `/api/v1/tenants/${TENANT}${path}`;
      const request = new Request(`http://127.0.0.1${own}`, {
        headers: { authorization, 'content-type': 'application/json' },
        ...(init && { method: init.method, body: JSON.stringify(init.body) }),
      });
      const response = await platform.fetch(request);
      return response.json();
    },
    calls: () => cloud.calls().reduce((sum, { count }) => sum + count, 0),
    requestUnits() {
      const { pointReads, writes, queries } = ground.cosmos.requestUnits;
      return pointReads + writes + queries;
    },
  };
}

function teller({ clock, ground }: Platform): WatchedFleet['tell'] {
  const connection = () => ({ connectionString: ground.serviceBus.connectionString });
  let count = 0;
  return async (service, facts) => {
    const bus = openBus({ service, clock, connection });
    const events = facts.map(
      ({ subject, event }): CloudEvent => ({
        ...event,
        specversion: '1.0',
        id: `e${count++}`,
        source: `/${service}`,
        subject,
        time: iso(clock.now()),
        datacontenttype: 'application/json',
        tenantid: TENANT,
        sequence: 1,
        correlationid: 'the-test',
      }),
    );
    await bus.publish(events);
    await bus.close();
  };
}

const iso = (time: number): string => new Date(time).toISOString();
