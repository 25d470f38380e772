import { CosmosClient } from '@azure/cosmos';
import { ServiceBusClient } from '@azure/service-bus';
import { createFaults, type Faults, suffering } from '../../infra/local/cosmos/faults.ts';
import { inProcessHttpClient } from '../../infra/local/cosmos/http-client.ts';
import { openPlatform, type Platform } from '../../infra/local/driver/platform.ts';
import { type Play, quietPlay } from '../../infra/local/driver/stage.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import type { QueueSettings, ServiceName, Topology } from '../../shared/contracts/events/topology.ts';
import { tenantIdsOf } from './callers.ts';
import { type Moments, openMoments } from './moments.ts';
import { buildSources, type Substitution } from './sources.ts';

/** The product with its weather: everything in this process, on a clock that the run drives. */
export interface Product {
  readonly services: readonly ServiceName[];
  readonly platform: Platform;
  readonly moments: Moments;
  /** Between the services and the database; whoever else asks it is spared. */
  readonly databaseFaults: Faults;
  /** For those who look from outside. */
  readonly database: CosmosClient;
  readonly bus: ServiceBusClient;
  close(): Promise<void>;
}

/** Those who look from outside meet the weather of the bus too, and outlast it. */
const PATIENT = { maxRetries: 20, retryDelayInMs: 20 };

const START = Date.UTC(2026, 2, 2, 8);

/** Tenants of these seeds, who have no devices. */
export const tenantsOnly = (seeds: readonly number[]): Play => ({
  ...quietPlay(START),
  emptyTenants: seeds.flatMap(tenantIdsOf),
});

export interface ProductOptions {
  readonly services: readonly ServiceName[];
  readonly play: Play;
  readonly fleet?: { readonly devices: number; readonly seed: number };
  /** Passages of the sources that are replaced. */
  readonly edits?: readonly Substitution[] | undefined;
  /** Takes what the people of the play say. */
  readonly say?: (line: string) => void;
}

/** Builds some of the services, and opens them where the play takes place. */
export async function openProduct({ services, play, edits = [], ...more }: ProductOptions): Promise<Product> {
  const sources = await buildSources(services, edits);
  const blueprint = { ...product, folders: sources.folders, topology: withShortLocks(product.topology) };
  const options = { start: play.start, processes: 'one', allowShortLocks: true, play, ...more } as const;
  const platform = await openPlatform(blueprint, options);
  const { cosmos, serviceBus } = platform.ground;
  const databaseFaults = createFaults();
  const moments = openMoments(inProcessHttpClient(suffering(databaseFaults.strike, cosmos.handle)));
  const database = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient: cosmos.httpClient });
  const bus = new ServiceBusClient(serviceBus.connectionString, { retryOptions: PATIENT });
  return {
    services,
    platform,
    moments,
    databaseFaults,
    database,
    bus,
    async close() {
      moments.close();
      database.dispose();
      await bus.close();
      await platform.close();
      await sources.remove();
    },
  };
}

/** Locks run out on the wall, and a run waits for those of the dead. */
function withShortLocks({ topics, queues }: Topology): Topology {
  const short = (queue: QueueSettings): QueueSettings => ({ ...queue, lockDuration: 'PT1S' });
  return { topics, queues: Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, short(queue)])) };
}
