import { z } from 'zod';
import { type Connection, resolveConnection } from './connection.ts';
import { type Declared, readBinding } from './declared.ts';

/** Durations in milliseconds. */
export interface CosmosDBTrigger {
  readonly type: 'cosmosDBTrigger';
  readonly bindingName: string;
  readonly connectionName: string;
  readonly connection: Connection;
  readonly databaseName: string;
  readonly containerName: string;
  readonly lease: {
    readonly connectionName: string;
    readonly connection: Connection;
    readonly databaseName: string;
    readonly containerName: string;
    readonly containerPrefix: string;
    readonly createContainer: boolean;
    readonly throughput: number | undefined;
    readonly acquireInterval: number;
    readonly expirationInterval: number;
    readonly renewInterval: number;
  };
  readonly feedPollDelay: number;
  readonly maxItemsPerInvocation: number | undefined;
  readonly start:
    | { readonly from: 'beginning' }
    | { readonly from: 'now' }
    | { readonly from: 'time'; readonly time: Date };
}

const name = z.string().min(1).max(255);
const milliseconds = z.number().int().min(1);

const Options = z
  .strictObject({
    connection: z.string().min(1),
    databaseName: name,
    containerName: name,
    leaseConnection: z.string().min(1).optional(),
    leaseDatabaseName: name.optional(),
    leaseContainerName: name.default('leases'),
    leaseContainerPrefix: z.string().default(''),
    createLeaseContainerIfNotExists: z.boolean().default(false),
    leasesContainerThroughput: z.number().int().min(400).optional(),
    leaseAcquireInterval: milliseconds.default(13_000),
    leaseExpirationInterval: milliseconds.default(60_000),
    leaseRenewInterval: milliseconds.default(17_000),
    feedPollDelay: milliseconds.default(5_000),
    maxItemsPerInvocation: z.number().int().min(1).optional(),
    startFromBeginning: z.boolean().default(false),
    startFromTime: z.iso.datetime({ offset: true }).optional(),
    // Deletions and earlier versions are not in the feed that the JavaScript SDK reads.
    changeFeedMode: z.literal('LatestVersion').optional(),
  })
  .refine(({ startFromBeginning, startFromTime }) => !(startFromBeginning && startFromTime), {
    error: 'startFromBeginning and startFromTime exclude each other',
  })
  .refine(({ leaseRenewInterval, leaseExpirationInterval }) => leaseRenewInterval < leaseExpirationInterval, {
    error: 'leaseRenewInterval must be shorter than leaseExpirationInterval',
  });

export function bindCosmosDB(declared: Declared): CosmosDBTrigger {
  const options = readBinding(Options, declared);
  const leaseConnection = options.leaseConnection ?? options.connection;
  return {
    type: 'cosmosDBTrigger',
    bindingName: declared.bindingName,
    connectionName: options.connection,
    connection: resolveConnection(declared, options.connection, 'cosmosDB'),
    databaseName: options.databaseName,
    containerName: options.containerName,
    lease: {
      connectionName: leaseConnection,
      connection: resolveConnection(declared, leaseConnection, 'cosmosDB', 'leaseConnection'),
      databaseName: options.leaseDatabaseName ?? options.databaseName,
      containerName: options.leaseContainerName,
      containerPrefix: options.leaseContainerPrefix,
      createContainer: options.createLeaseContainerIfNotExists,
      throughput: options.leasesContainerThroughput,
      acquireInterval: options.leaseAcquireInterval,
      expirationInterval: options.leaseExpirationInterval,
      renewInterval: options.leaseRenewInterval,
    },
    feedPollDelay: options.feedPollDelay,
    maxItemsPerInvocation: options.maxItemsPerInvocation,
    start: startOf(options),
  };
}

function startOf({ startFromBeginning, startFromTime }: z.output<typeof Options>): CosmosDBTrigger['start'] {
  if (startFromBeginning) return { from: 'beginning' };
  return startFromTime ? { from: 'time', time: new Date(startFromTime) } : { from: 'now' };
}

/** Functions that read one container with the same prefix share its leases, as in Azure. */
export function leaseName({ databaseName, containerName, lease }: CosmosDBTrigger): string {
  return `${lease.containerPrefix}${databaseName}_${containerName}`;
}
