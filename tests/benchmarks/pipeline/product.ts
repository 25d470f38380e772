import { join } from 'node:path';
import { wallClock } from '../../../infra/local/clock/clock.ts';
import { surround } from '../../../infra/local/driver/shared-process.ts';
import { openSimulatedCloud } from '../../../infra/local/fleet/simulated-cloud.ts';
import { type Host, openHost } from '../../../infra/local/functions-host/host.ts';
import { openGateway } from '../../../infra/local/gateway/gateway.ts';
import { openIdentity } from '../../../infra/local/identity/identity.ts';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { buildWhatIsOld } from '../../../infra/local/supervisor/build-what-is-old.ts';
import { settingsOf, sharedSettings } from '../../../infra/local/supervisor/settings.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import type { WatchedGround } from './ground.ts';

/** The five services as they deploy, in this process and on the wall clock. */
export interface Pipeline {
  /** A request to `/api/v1/tenants…` over HTTP, without the gateway. Throws unless it is answered as hoped. */
  ask(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

const settings = { LOG_FORMAT: 'json', REQUESTS_PER_MINUTE: '9999999' };

/**
 * Opens it over `ground`, in a simulated cloud that knows `tenants`.
 * They have no devices: what the services do on their own account then costs next to nothing.
 */
export async function openPipeline(ground: WatchedGround, tenants: readonly string[]): Promise<Pipeline> {
  await buildWhatIsOld(product.folders, () => undefined);
  const gateway = await openGateway({ port: { exactly: 0 }, upstreams: () => [], health: () => ({ status: 'ok' }) });
  const identity = await openIdentity(`${gateway.url}/identity`);
  gateway.mount('/identity', identity.handle);
  const cloud = await openSimulatedCloud({
    tenants: tenants.map((id) => ({ id, displayName: id, devices: 0 })),
    seed: 1,
    clock: wallClock,
    deliver: async () => new Response(null, { status: 404 }),
  });
  const addresses = { ...ground, database: product.database, identity, cloud };
  const shared = { ...sharedSettings(addresses), ...settings };
  const leave = surround({ clock: wallClock, cosmosTransport: ground.httpClient, settings: shared });

  const hosts = new Map<string, Host>();
  for (const name of SERVICES) {
    const host = await openHost({
      name,
      root: join(product.folders.out, name),
      environment: { ...settingsOf(name, addresses), ...settings },
      clock: wallClock,
      mode: 'wall',
      log: () => undefined,
      cosmosHttpClient: ground.httpClient,
      onCommit: ground.cosmos.onCommit,
    });
    await host.start();
    hosts.set(name, host);
  }
  const address = `http://127.0.0.1:${await hosts.get('device-registration')?.listen(0)}`;
  const person = { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] };
  const authorization = `Bearer ${await tokenOf(identity.issuer, person)}`;
  return {
    async ask(method, path, body, headers = {}) {
      const response = await fetch(`${address}/api/v1/tenants${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
      return response;
    },
    async close() {
      for (const host of hosts.values()) await host.drain(5_000);
      leave();
      await cloud.close();
      await gateway.close();
    },
  };
}
