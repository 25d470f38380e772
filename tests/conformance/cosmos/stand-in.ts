import { type Container, CosmosClient, type RetryOptions } from '@azure/cosmos';
import { type DrivenClock, drivenClock } from '../../../infra/local/clock/clock.ts';
import { type Cosmos, type CosmosOptions, startCosmos } from '../../../infra/local/cosmos/cosmos.ts';

/** A stand-in with one container, `items` by `/pk`, and a client of it. */
export interface StandIn {
  readonly cosmos: Cosmos;
  readonly client: CosmosClient;
  readonly items: Container;
  readonly clock: DrivenClock;
}

export interface StandInOptions extends Omit<CosmosOptions, 'clock' | 'port'> {
  readonly defaultTtl?: number;
  /** Of the client; by default it retries as the SDK does. */
  readonly retryOptions?: RetryOptions;
}

/** Runs a check against a stand-in of its own, without sockets and on a clock that it drives. */
export async function withStandIn(options: StandInOptions, check: (standIn: StandIn) => Promise<void>): Promise<void> {
  const { defaultTtl, retryOptions, ...switches } = options;
  const clock = drivenClock(Date.UTC(2026, 0, 1));
  const cosmos = await startCosmos({ ...switches, clock, port: false });
  const client = new CosmosClient({
    endpoint: cosmos.endpoint,
    key: cosmos.key,
    httpClient: cosmos.httpClient,
    ...(retryOptions && { connectionPolicy: { retryOptions } }),
  });
  try {
    const { database } = await client.databases.createIfNotExists({ id: 'db' });
    const definition = { id: 'items', partitionKey: '/pk', ...(defaultTtl !== undefined && { defaultTtl }) };
    const { container: items } = await database.containers.createIfNotExists(definition);
    await check({ cosmos, client, items, clock });
  } finally {
    client.dispose();
    await cosmos.close();
  }
}
