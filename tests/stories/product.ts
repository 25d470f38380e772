import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../infra/local/build/folders.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../infra/local/driver/platform.ts';
import { type AskOptions, personAt } from '../../infra/local/story/person.ts';
import { type Blueprint, product } from '../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';
import { openBus } from '../../shared/bus/open-bus.ts';
import type { NewEvent } from '../../shared/contracts/events/define-event.ts';
import { tenantEnrolled } from '../../shared/contracts/events/tenant-events.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import type { Role } from '../../shared/contracts/http/roles.ts';

export const TENANT = DEMO_TENANT.entraTenantId;

/** The product, or some services of it, driven, as people meet it. */
export interface Product {
  readonly platform: Platform;
  /** A person of a role, who may operate these tenants; by default, and for `*`, all. */
  signIn(name: string, role: Role, tenants?: readonly string[]): Person;
  /** Says on the bus what a service would say that is not here, in the demo tenant. */
  tell(service: ServiceName, facts: readonly Fact[]): Promise<void>;
  /** Goes on for so many milliseconds. */
  pass(time: number): Promise<void>;
}

/** Paths begin with `/api`, or go on from the demo tenant's. */
export type Person = (method: string, path: string, options?: AskOptions) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly etag: string;
  /** Parsed, when it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** An event, and what it is about. */
export interface Fact {
  readonly subject: string;
  readonly event: NewEvent;
}

interface ProductOptions extends Pick<PlatformOptions, 'fleet' | 'play'> {
  /** By default all. */
  readonly services?: Blueprint;
}

/** Some services of the product: those in a folder. What they hear of others is said by the test. */
export const part = (name: string, folder: URL): Blueprint => ({
  ...product,
  folders: { ...productFolders, sources: fileURLToPath(folder), out: join(productFolders.out, 'local', name) },
});

/** Opens the platform. `start`: milliseconds since 1970. */
export async function openProduct(
  start: number,
  { services = product, ...options }: ProductOptions = {},
): Promise<Product> {
  const platform = await openPlatform(services, { ...options, start, processes: 'one' });
  const { clock, driver } = platform;
  return {
    platform,
    signIn(name, role, tenants = ['*']) {
      const person = personAt(platform, { name, role, tenants });
      return (method, path, asked) => person(method, fullPath(path), asked);
    },
    tell: teller(platform),
    pass: (time) => driver.runUntil(clock.now() + time),
  };
}

/** That the demo tenant is enrolled, for services that are there without the one that enrols it. */
export const demoTenantEnrolled: Fact = {
  subject: `tenant:${TENANT}`,
  event: tenantEnrolled.event({
    ...DEMO_TENANT,
    tenantId: TENANT,
    state: 'active',
    operators: [...DEMO_TENANT.operators],
  }),
};

const fullPath = (path: string): string => (path.startsWith('/api') ? path : `/api/v1/tenants/${TENANT}${path}`);

function teller({ clock, ground }: Platform): Product['tell'] {
  const connection = () => ({ connectionString: ground.serviceBus.connectionString });
  let told = 0;
  return async (service, facts) => {
    const bus = openBus({ service, clock, connection });
    const time = new Date(clock.now()).toISOString();
    await bus.publish(
      facts.map(({ subject, event }) => {
        told += 1;
        return {
          ...event,
          specversion: '1.0',
          id: `e${told}`,
          source: `/${service}`,
          subject,
          time,
          datacontenttype: 'application/json',
          tenantid: TENANT,
          sequence: told,
          correlationid: 'the-test',
        };
      }),
    );
    await bus.close();
  };
}
