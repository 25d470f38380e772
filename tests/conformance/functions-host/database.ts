import { type Container, CosmosClient, type ItemDefinition } from '@azure/cosmos';
import { type Cosmos, startCosmos } from '../../../infra/local/cosmos/cosmos.ts';
import type { AppOptions, FunctionsHostEnvironment } from './environment.ts';

/** An account with the container that the sample app of the change feed reads. */
export interface Database {
  readonly cosmos: Cosmos;
  readonly connectionString: string;
  readonly devices: Container;
  readonly leases: Container;
  /** What a host needs to reach it. */
  readonly options: AppOptions;
  /** Writes one document after the other. */
  write(...documents: ItemDefinition[]): Promise<void>;
}

/** Runs a check with a database of its own and closes everything after it. */
export function withDatabase(
  run: (database: Database, environment: FunctionsHostEnvironment) => Promise<void>,
): (environment: FunctionsHostEnvironment) => Promise<void> {
  return async (environment) => {
    const cosmos = await startCosmos();
    const connectionString = `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};`;
    const client = new CosmosClient({ connectionString });
    try {
      const { database } = await client.databases.createIfNotExists({ id: 'fleet' });
      const { container: devices } = await database.containers.createIfNotExists({
        id: 'devices',
        partitionKey: '/id',
      });
      const options: AppOptions = { environment: { Cosmos: connectionString }, onCommit: cosmos.onCommit };
      await run(
        {
          cosmos,
          connectionString,
          devices,
          leases: database.container('leases'),
          options,
          async write(...documents) {
            for (const document of documents) await devices.items.upsert(document);
          },
        },
        environment,
      );
    } finally {
      await environment.reset();
      client.dispose();
      await cosmos.close();
    }
  };
}
