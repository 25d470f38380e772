import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { CosmosClient, CosmosClientOptions } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import type { ServiceBusClient, ServiceBusClientOptions } from '@azure/service-bus';
import type { Connection } from './bindings/connection.ts';

export interface ConnectionOptions {
  /** Reaches the database without a socket. */
  readonly cosmosHttpClient?: NonNullable<CosmosClientOptions['httpClient']>;
  readonly serviceBusClientOptions?: ServiceBusClientOptions;
}

/** The clients of one host, one for each connection. */
export interface Connections {
  serviceBus(connection: Connection): Promise<ServiceBusClient>;
  cosmosDB(connection: Connection): Promise<CosmosClient>;
  close(): Promise<void>;
}

/** The SDK waits 30 s before it tries again, which is a long time on one machine. */
const RETRY = { maxRetries: 5, retryDelayInMs: 200, timeoutInMs: 5_000 };

// Small frames go out at once: on one machine Nagle's algorithm costs more than everything else.
subscribe('net.client.socket', (message) => (message as { socket: Socket }).socket.setNoDelay(true));

/** SDKs are loaded by the first trigger that needs them: an app of routes alone starts without them. */
export function createConnections({ cosmosHttpClient, serviceBusClientOptions }: ConnectionOptions): Connections {
  const buses = new Map<string, Promise<ServiceBusClient>>();
  const databases = new Map<string, Promise<CosmosClient>>();

  async function openServiceBus(connection: Connection): Promise<ServiceBusClient> {
    const { ServiceBusClient } = await import('@azure/service-bus');
    const options = { retryOptions: RETRY, ...serviceBusClientOptions };
    if (connection.kind === 'connectionString') return new ServiceBusClient(connection.value, options);
    return new ServiceBusClient(connection.address, await credential(connection.clientId), options);
  }

  async function openCosmosDB(connection: Connection): Promise<CosmosClient> {
    const { CosmosClient } = await import('@azure/cosmos');
    const httpClient = cosmosHttpClient ? { httpClient: cosmosHttpClient } : {};
    if (connection.kind === 'connectionString')
      return new CosmosClient({ connectionString: connection.value, ...httpClient });
    return new CosmosClient({
      endpoint: connection.address,
      aadCredentials: await credential(connection.clientId),
      ...httpClient,
    });
  }

  return {
    serviceBus: (connection) => once(buses, connection, openServiceBus),
    cosmosDB: (connection) => once(databases, connection, openCosmosDB),
    async close() {
      await Promise.all([...buses.values()].map(async (client) => (await client).close()));
      for (const client of databases.values()) (await client).dispose();
    },
  };
}

function once<T>(
  clients: Map<string, Promise<T>>,
  connection: Connection,
  open: (connection: Connection) => Promise<T>,
): Promise<T> {
  const key = JSON.stringify(connection);
  const client = clients.get(key) ?? open(connection);
  clients.set(key, client);
  return client;
}

async function credential(clientId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {});
}
