import { ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';

/** Settings of a Service Bus namespace: a connection string, or its name and the identity to be used. */
export type ServiceBusConnection =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly clientId?: string };

/** By default a lost connection makes a sender wait for 90 s; an invocation has 60. */
const options: ServiceBusClientOptions = { retryOptions: { maxRetries: 5, retryDelayInMs: 200, timeoutInMs: 5_000 } };

/** A client for the namespace. Throws when the connection string is none. */
export async function openServiceBusClient(connection: ServiceBusConnection): Promise<ServiceBusClient> {
  if ('connectionString' in connection) return new ServiceBusClient(connection.connectionString, options);
  // Loaded here alone: whoever has a connection string does not wait for the identity library.
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const { fullyQualifiedNamespace, clientId } = connection;
  const credential = clientId ? new ManagedIdentityCredential({ clientId }) : new DefaultAzureCredential();
  return new ServiceBusClient(fullyQualifiedNamespace, credential, options);
}
