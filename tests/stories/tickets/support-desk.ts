import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productFolders } from '../../../infra/local/build/folders.ts';
import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { type Blueprint, product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { openBus } from '../../../shared/bus/open-bus.ts';
import type { NewEvent } from '../../../shared/contracts/events/define-event.ts';
import { tenantEnrolled } from '../../../shared/contracts/events/tenant-events.ts';
import type { ServiceName } from '../../../shared/contracts/events/topology.ts';
import type { Role } from '../../../shared/contracts/http/roles.ts';

export const TENANT = DEMO_TENANT.entraTenantId;

/** The product with the ticket service alone; what it hears of others is said by the test. */
const answer: Blueprint = {
  ...product,
  folders: {
    ...productFolders,
    sources: fileURLToPath(new URL('answer/', import.meta.url)),
    out: join(productFolders.out, 'local/tickets-answer'),
  },
};

/** The ticket service, what it hears, and people before it. */
export interface SupportDesk {
  readonly platform: Platform;
  /** Says on the bus what another service would say now, twice, as a bus may. */
  hear(service: ServiceName, subject: string, event: NewEvent): Promise<void>;
  /** Somebody of a role, who may operate the tenant. Paths go on from the tenant's. */
  signIn(name: string, role: Role): Promise<Person>;
  /** Goes on for so many hours. */
  pass(hours: number): Promise<void>;
}

export type Person = (path: string, body?: unknown, method?: string) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** Opens the platform and enrols the tenant. `start`: milliseconds since 1970. */
export async function openSupportDesk(start: number): Promise<SupportDesk> {
  const platform = await openPlatform(answer, { start, processes: 'one' });
  const { driver, clock, ground, issuer } = platform;
  let told = 0;

  async function hear(service: ServiceName, subject: string, event: NewEvent): Promise<void> {
    const connection = () => ({ connectionString: ground.serviceBus.connectionString });
    const bus = openBus({ service, clock, connection });
    told += 1;
    const message = {
      ...event,
      subject,
      time: new Date(clock.now()).toISOString(),
      id: `e${told}`,
      specversion: '1.0' as const,
      source: `/${service}`,
      datacontenttype: 'application/json' as const,
      tenantid: TENANT,
      sequence: told,
      correlationid: 'the-test',
    };
    await bus.publish([message]);
    await bus.publish([message]);
    await bus.close();
    await driver.settle();
  }

  const operators = [...DEMO_TENANT.operators];
  const enrolled = tenantEnrolled.event({ ...DEMO_TENANT, tenantId: TENANT, state: 'active', operators });
  await hear('device-registration', `tenant:${TENANT}`, enrolled);
  return {
    platform,
    hear,
    async signIn(name, role) {
      const authorization = `Bearer ${await tokenOf(issuer, { name, role, tenants: ['*'] })}`;
      return async (path, body, method = body === undefined ? 'GET' : 'POST') => {
        const own = path.startsWith('/api') ? path : `/api/v1/tenants/${TENANT}${path}`;
        const request = new Request(`http://127.0.0.1${own}`, {
          method,
          headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const response = await platform.fetch(request);
        return { status: response.status, body: await response.json() };
      };
    },
    pass: (hours) => driver.runUntil(clock.now() + hours * 3_600_000),
  };
}
