import { type Container, CosmosClient, type CosmosClientOptions } from '@azure/cosmos';
import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';

const clients: { cosmos?: CosmosClient; bus?: ServiceBusClient } = {};
const senders = new Map<string, ServiceBusSender>();

/** Where a host that shares its process with the database has its way in without a socket. */
const slot = Symbol.for('omd.cosmosTransport');
const { [slot]: httpClient } = globalThis as { [slot]?: NonNullable<CosmosClientOptions['httpClient']> };

export function container(name: string): Container {
  clients.cosmos ??= new CosmosClient({ connectionString: setting('Cosmos'), ...(httpClient && { httpClient }) });
  return clients.cosmos.database(setting('COSMOS_DATABASE')).container(name);
}

export function sender(topic: string): ServiceBusSender {
  clients.bus ??= new ServiceBusClient(setting('ServiceBus'), {
    retryOptions: { maxRetries: 5, retryDelayInMs: 100, timeoutInMs: 5_000 },
  });
  const existing = senders.get(topic) ?? clients.bus.createSender(topic);
  senders.set(topic, existing);
  return existing;
}

/** Lets go of every connection, so that the process can end. */
export async function closeClients(): Promise<void> {
  await clients.bus?.close();
  clients.cosmos?.dispose();
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The setting ${name} is missing.`);
  return value;
}
