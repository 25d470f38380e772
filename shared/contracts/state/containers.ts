import { SERVICES, type ServiceName } from '../events/topology.ts';

/** A container as the Cosmos DB resource API takes it (`id` apart); times in seconds, -1 means "kept unless the item says otherwise". */
export interface ContainerSettings {
  readonly partitionKey: {
    readonly paths: readonly string[];
    readonly kind: 'Hash' | 'MultiHash';
    readonly version: 2;
  };
  readonly defaultTtl?: number;
}

/** One account, one database: the containers by their names. */
export type Containers = Readonly<Record<string, ContainerSettings>>;

export const DATABASE = 'omd';

/** Where the change-feed function of a service keeps its position: apart, so that an identity is granted its own alone. */
export function leaseContainerOf(service: string): string {
  return `${service}-leases`;
}

/** State of one service: a logical partition is one aggregate of one tenant, the reach of a transaction. */
const state = {
  partitionKey: {
    paths: ['/tenantId', '/aggregate'],
    kind: 'MultiHash',
    version: 2,
  },
  defaultTtl: -1,
} as const satisfies ContainerSettings;

/** The Cosmos DB trigger demands that leases are keyed by their id. */
const leases = {
  partitionKey: { paths: ['/id'], kind: 'Hash', version: 2 },
} as const satisfies ContainerSettings;

/** The state and lease containers of the services given. */
export function containersOf(services: readonly string[]): Containers {
  return Object.fromEntries(
    services.flatMap((service) => [
      [service, state],
      [leaseContainerOf(service), leases],
    ]),
  );
}

/** The one description of the database: the local one is made from it, and the Bicep is compared with it. */
export const containers: Containers = containersOf(SERVICES satisfies readonly ServiceName[]);
