import type { Container, CosmosClient, FeedRange } from '@azure/cosmos';
import type { CosmosDBTrigger } from '../bindings/cosmos-db.ts';
import type { Connections } from '../connections.ts';

/** What a trigger reads, and where its leases lie. */
export interface FeedSource {
  readonly container: Container;
  readonly ranges: readonly FeedRange[];
  readonly leases: Container;
}

/** Finds the containers of a trigger, and makes the one for leases where it is asked to. Rejects with what is missing. */
export async function openSource(trigger: CosmosDBTrigger, connections: Connections): Promise<FeedSource> {
  const client = await connections.cosmosDB(trigger.connection);
  const container = client.database(trigger.databaseName).container(trigger.containerName);
  return {
    container,
    ranges: await container.getFeedRanges(),
    leases: await openLeases(trigger, await connections.cosmosDB(trigger.lease.connection)),
  };
}

async function openLeases({ lease }: CosmosDBTrigger, client: CosmosClient): Promise<Container> {
  const database = client.database(lease.databaseName);
  if (lease.createContainer)
    await database.containers.createIfNotExists({
      id: lease.containerName,
      partitionKey: '/id',
      ...(lease.throughput ? { throughput: lease.throughput } : {}),
    });
  const container = database.container(lease.containerName);
  const { resource } = await container.read();
  const paths = resource?.partitionKey?.paths ?? [];
  if (paths.length === 1 && paths[0] === '/id') return container;
  throw new Error(`the lease container "${lease.containerName}" is partitioned by ${paths.join(', ')}; it must be /id`);
}
