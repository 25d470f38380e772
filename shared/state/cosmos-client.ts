import { CosmosClient, type CosmosClientOptions } from '@azure/cosmos';
import { cosmosTransport } from './cosmos-transport.ts';

/** Settings of a Cosmos DB account: a connection string, or its endpoint and the identity to be used. */
export type CosmosConnection =
  | { readonly connectionString: string }
  | { readonly accountEndpoint: string; readonly clientId?: string };

/** A client for the account. Throws when the connection string is none. */
export async function openCosmosClient(connection: CosmosConnection): Promise<CosmosClient> {
  return new CosmosClient({ ...(await accountOf(connection)), ...cosmosTransport() });
}

async function accountOf(connection: CosmosConnection): Promise<CosmosClientOptions> {
  if ('connectionString' in connection) return { connectionString: connection.connectionString };
  // Loaded here alone: whoever has a connection string does not wait for the identity library.
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const { accountEndpoint, clientId } = connection;
  return {
    endpoint: accountEndpoint,
    aadCredentials: clientId ? new ManagedIdentityCredential({ clientId }) : new DefaultAzureCredential(),
  };
}
