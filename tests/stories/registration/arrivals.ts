import type { Platform } from '../../../infra/local/driver/platform.ts';
import { quietPlay } from '../../../infra/local/driver/stage.ts';
import { faultScript } from '../../../infra/local/fleet/faults/fault-script.ts';
import { type Supplier, supplierOf } from '../../../infra/local/fleet/supplier/supplier.ts';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { openProduct, type Person, TENANT } from '../product.ts';
import { desk } from './desk.ts';

export const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

const START = Date.UTC(2026, 6, 6, 8);
const SCOPE = 'https://graph.microsoft.com/.default';

/** The product, and a supplier whose machines nobody has registered yet. */
export interface Arrivals {
  readonly platform: Platform;
  readonly supplier: Supplier;
  /** An answer about the tenant; the path goes on from the tenant's. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  ask(method: string, path: string, body?: unknown): Promise<any>;
  /** Returns the operation's id. */
  importFile(csv: string): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  operation(id: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  timeline(deviceId: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  letters(): Promise<any>;
  /** A call to the simulated Graph, by an administrator of the tenant. */
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  graph(method: string, path: string, body?: unknown): Promise<any>;
  /** Lets a fault happen from now on. */
  inject(fault: object): void;
  /** How many devices are in each state. */
  states(): Promise<Record<string, number>>;
  /** Lets so many milliseconds pass. */
  pass(time: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the platform and enrols the tenant. */
export async function openArrivals({ devices }: { readonly devices: number }): Promise<Arrivals> {
  const play = { ...quietPlay(START), arrival: 'by-import' as const };
  const product = await openProduct(START, { services: desk, fleet: { devices }, play });
  const { platform, pass } = product;
  const [tenant] = platform.cloud.tenants;
  if (!tenant) throw new TypeError('The cloud has one tenant.');
  const ada = product.signIn('Ada', 'GlobalAdministrator');
  const service = `/api/v1/device-registration/tenants/${TENANT}`;

  async function send(...asked: Parameters<Person>) {
    const { status, body } = await ada(...asked);
    if (status >= 400) throw new Error(`${asked[0]} ${asked[1]} was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  await send('POST', '/api/v1/tenants', { body: DEMO_TENANT });
  await platform.driver.settle();
  const ask = (method: string, path: string, body?: unknown) => send(method, path, { body });
  return {
    platform,
    supplier: supplierOf(tenant),
    ask,
    importFile: async (csv) => (await send('POST', '/device-imports', { file: { type: 'text/csv', text: csv } })).id,
    operation: (id) => send('GET', `${service}/operations/${id}`),
    timeline: (id) => send('GET', `${service}/devices/${id}/timeline`),
    letters: () => send('GET', `${service}/dead-letters`),
    async graph(method, path, asked) {
      const { authorityUrl, graphUrl, handle } = platform.cloud;
      const form = { grant_type: 'client_credentials', client_id: 'administrator', client_secret: 'any', scope: SCOPE };
      const token = new Request(`${authorityUrl}/${TENANT}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      const { access_token } = (await (await handle(token)).json()) as { access_token: string };
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
      const body = asked === undefined ? null : JSON.stringify(asked);
      for (;;) {
        const response = await handle(new Request(`${graphUrl}${path}`, { method, headers, body }));
        if (response.status === 504) continue;
        const text = await response.text();
        if (!response.ok) throw new Error(`Graph answered with ${response.status}: ${text}`);
        return text ? JSON.parse(text) : undefined;
      }
    },
    inject(fault) {
      tenant.fleet.advanceTo(platform.clock.now());
      tenant.fleet.faults.inject(faultScript.parse({ description: 'of the test', faults: [fault] }).faults);
    },
    async states() {
      const { items } = await ask('GET', '/devices?limit=500');
      const counts: Record<string, number> = {};
      for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    },
    pass,
    close: () => platform.close(),
  };
}
