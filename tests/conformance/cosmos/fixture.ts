import {
  BulkOperationType,
  type Container,
  CosmosClient,
  type CosmosClientOptions,
  type Database,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
} from '@azure/cosmos';

/** An account to check: a stand-in, an emulator or a real one. */
export interface CosmosEnvironment {
  readonly endpoint: string;
  readonly key: string;
  /** The name of a database that does not exist yet; the checks make it, who runs them deletes it. */
  readonly database: string;
  /** Carries the requests instead of a socket. */
  readonly httpClient?: CosmosClientOptions['httpClient'];
}

/** What the checks of one environment share. Each check keeps to partitions of its own. */
export interface Fixture {
  readonly client: CosmosClient;
  readonly database: Database;
  /** Partition key `/pk`; composite index of `/g` ascending and `/n` descending. */
  readonly items: Container;
  /** Partition key `/pk`; {@link measurements} in partitions `k0`, `k1`, `k2`; same composite index. */
  readonly measurements: Container;
  /** Partition key `/tenant`, `/user`. */
  readonly hierarchical: Container;
  /** Partition key `/pk`; time to live by item; `/email` unique. */
  readonly people: Container;
}

/** The fixture of an environment, made when the first check asks for it. */
export function fixtureOf(environment: CosmosEnvironment): Promise<Fixture> {
  const known = fixtures.get(environment) ?? makeFixture(environment);
  fixtures.set(environment, known);
  return known;
}

export interface Measurement {
  readonly id: string;
  readonly pk: string;
  readonly n: number;
  readonly g: number;
  readonly tags: readonly string[];
  readonly nested: { readonly v: number };
  readonly at: string;
}

/** Thirty documents: `n` from 0 to 29, `g` = `n` mod 4, one tag `t0` to `t4` = `n` mod 5, ten in each partition. */
export const measurements: readonly Measurement[] = Array.from({ length: 30 }, (_, n) => ({
  id: `x${n}`,
  pk: `k${n % 3}`,
  n,
  g: n % 4,
  tags: [`t${n % 5}`],
  nested: { v: n * 2 },
  at: new Date(1e12 + n * 1e6).toISOString(),
}));

const fixtures = new WeakMap<CosmosEnvironment, Promise<Fixture>>();

const compositeIndexes: { path: string; order: 'ascending' | 'descending' }[][] = [
  [
    { path: '/g', order: 'ascending' },
    { path: '/n', order: 'descending' },
  ],
];

async function makeFixture({ endpoint, key, httpClient, ...environment }: CosmosEnvironment): Promise<Fixture> {
  // An emulator tells other addresses of itself than the one that reaches it.
  const connectionPolicy = { enableEndpointDiscovery: false };
  const client = new CosmosClient({ endpoint, key, connectionPolicy, ...(httpClient && { httpClient }) });
  const { database } = await client.databases.createIfNotExists({ id: environment.database });
  const made = async (definition: Parameters<typeof database.containers.createIfNotExists>[0]) =>
    (await database.containers.createIfNotExists(definition)).container;
  const fixture: Fixture = {
    client,
    database,
    items: await made({ id: 'items', partitionKey: '/pk', indexingPolicy: { compositeIndexes } }),
    measurements: await made({ id: 'measurements', partitionKey: '/pk', indexingPolicy: { compositeIndexes } }),
    hierarchical: await made({
      id: 'hierarchical',
      partitionKey: {
        paths: ['/tenant', '/user'],
        kind: PartitionKeyKind.MultiHash,
        version: PartitionKeyDefinitionVersion.V2,
      },
    }),
    people: await made({
      id: 'people',
      partitionKey: '/pk',
      defaultTtl: -1,
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] },
    }),
  };
  await load(fixture.measurements);
  return fixture;
}

async function load(container: Container): Promise<void> {
  const operations = measurements.map(({ tags, ...rest }) => ({
    operationType: BulkOperationType.Upsert,
    partitionKey: rest.pk,
    resourceBody: { ...rest, tags: [...tags] },
  }));
  await container.items.executeBulkOperations(operations);
}
