import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../../infra/local/build/folders.ts';
import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { faultScript } from '../../../infra/local/fleet/faults/fault-script.ts';
import type { Action } from '../../../infra/local/fleet/model/actions.ts';
import { isIsolated } from '../../../infra/local/fleet/model/isolation.ts';
import { devicesWhere, entraDeviceId, isManaged } from '../../../infra/local/fleet/tenant/devices.ts';
import type { Tenant } from '../../../infra/local/fleet/tenant/tenant.ts';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { type Blueprint, product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { openBus } from '../../../shared/bus/open-bus.ts';
import type { NewEvent } from '../../../shared/contracts/events/define-event.ts';
import { deviceActivated } from '../../../shared/contracts/events/device-events.ts';
import { tenantEnrolled } from '../../../shared/contracts/events/tenant-events.ts';
import type { Role } from '../../../shared/contracts/http/roles.ts';

export const TENANT = DEMO_TENANT.entraTenantId;

/** The product with the security service alone; what it hears of others is said by the test. */
const respond: Blueprint = {
  ...product,
  folders: {
    ...productFolders,
    sources: fileURLToPath(new URL('respond/', import.meta.url)),
    out: join(productFolders.out, 'local/security-respond'),
  },
};

/** A simulated fleet and the service that protects it. */
export interface AttackedFleet {
  readonly platform: Platform;
  /** Somebody of a role, who may operate the tenant. Paths go on from the tenant's. */
  signIn(name: string, role: Role): Promise<Person>;
  /** Goes on for so many minutes. */
  pass(minutes: number): Promise<void>;
  /** Lets a fault happen from now on. */
  inject(fault: object): void;
  /** What Defender was asked to do with a device. */
  ordersFor(deviceId: string): Action['kind'][];
  /** What Microsoft says of its alerts where somebody has changed it. */
  alertStatuses(): (string | undefined)[];
  /** Whether the device is really cut off. */
  isCutOff(deviceId: string): boolean;
  /** Calls that Microsoft has answered. */
  calls(): number;
  /** Request units spent on documents. */
  requestUnits(): number;
}

/** Reads without a body, posts with one. */
export type Person = (path: string, body?: unknown, idempotencyKey?: string) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface AttackedFleetOptions {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly devices: number;
  readonly seed?: number;
}

/** Opens the platform, enrols the tenant and tells of its devices. */
export async function openAttackedFleet({ start, devices, seed = 1 }: AttackedFleetOptions): Promise<AttackedFleet> {
  const platform = await openPlatform(respond, { start, processes: 'one', fleet: { devices, seed } });
  const { driver, clock, cloud, ground, issuer } = platform;
  const [tenant] = cloud.tenants;
  if (!tenant) throw new TypeError('The cloud has one tenant.');
  await tell(platform, [tenantFact, ...[...devicesWhere(tenant, (n) => isManaged(tenant, n))].map(deviceFact)]);
  await driver.settle();

  function deviceFact(device: number): Fact {
    const at = new Date(start).toISOString();
    const record = {
      deviceId: `device-${device}`,
      entraDeviceId: entraDeviceId(tenant as Tenant, device),
      deviceName: `PC-${device}`,
      ...{ serialNumber: null, manufacturer: null, model: null, groupTag: null, profile: null, assignedUser: null },
      ...{ shared: false, virtual: false, notes: [], acceptedAt: at },
      source: { kind: 'discovery' as const, at },
      state: { kind: 'active' as const, since: at },
    };
    return { subject: `device:${record.deviceId}`, event: deviceActivated.event(record) };
  }
  const numberOf = (deviceId: string) => Number(deviceId.replace('device-', ''));

  return {
    platform,
    async signIn(name, role) {
      const authorization = `Bearer ${await tokenOf(issuer, { name, role, tenants: ['*'] })}`;
      return async (path, body, idempotencyKey) => {
        const own = path.startsWith('/api') ? path : `/api/v1/tenants/${TENANT}${path}`;
        const json = body !== undefined && { 'content-type': 'application/json' };
        const once = idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey };
        const request = new Request(`http://127.0.0.1${own}`, {
          headers: { authorization, ...json, ...once },
          ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        });
        const response = await platform.fetch(request);
        return { status: response.status, body: await response.json() };
      };
    },
    pass: (minutes) => driver.runUntil(clock.now() + minutes * 60_000),
    inject(fault) {
      tenant.fleet.advanceTo(clock.now());
      tenant.fleet.faults.inject(faultScript.parse({ description: 'of the test', faults: [fault] }).faults);
    },
    ordersFor: (deviceId) => tenant.fleet.actions.of(numberOf(deviceId)).map(({ kind }) => kind),
    alertStatuses: () => [...tenant.alertTriage.values()].map(({ status }) => status),
    isCutOff: (deviceId) => isIsolated(tenant.fleet.columns, numberOf(deviceId), clock.now()),
    calls: () => cloud.calls().reduce((sum, { count }) => sum + count, 0),
    requestUnits() {
      const { pointReads, writes, queries } = ground.cosmos.requestUnits;
      return pointReads + writes + queries;
    },
  };
}

interface Fact {
  readonly subject: string;
  readonly event: NewEvent;
}

const tenantFact: Fact = {
  subject: `tenant:${TENANT}`,
  event: tenantEnrolled.event({
    ...DEMO_TENANT,
    tenantId: TENANT,
    state: 'active',
    operators: [...DEMO_TENANT.operators],
  }),
};

/** Says on the bus what device-registration would say. */
async function tell({ clock, ground }: Platform, facts: readonly Fact[]): Promise<void> {
  const connection = () => ({ connectionString: ground.serviceBus.connectionString });
  const bus = openBus({ service: 'device-registration', clock, connection });
  const time = new Date(clock.now()).toISOString();
  await bus.publish(
    facts.map(({ subject, event }, n) => ({
      ...event,
      subject,
      time,
      id: `e${n}`,
      specversion: '1.0' as const,
      source: '/device-registration',
      datacontenttype: 'application/json' as const,
      tenantid: TENANT,
      sequence: 1,
      correlationid: 'the-test',
    })),
  );
  await bus.close();
}
