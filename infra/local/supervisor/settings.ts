/** App settings, under the names they have in Azure. */
export type Settings = Readonly<Record<string, string>>;

/** Where this machine's services find what they use. */
export interface Addresses {
  readonly serviceBus: { readonly connectionString: string };
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  readonly database: string;
  readonly identity: { readonly issuer: string; readonly audience: string; readonly jwksUri: string };
  /** The simulated cloud; absent where none runs. */
  readonly cloud?: CloudAddresses;
}

export interface CloudAddresses {
  readonly graphUrl: string;
  readonly defenderUrl: string;
  readonly authorityUrl: string;
  readonly managedIdentityUrl: string;
}

/** The settings of the service `name`: those that all share, and its name. */
export function settingsOf(name: string, addresses: Addresses): Settings {
  return {
    ...sharedSettings(addresses),
    SERVICE_NAME: name,
    // What telemetry calls its sender; in Azure it is the name of the site.
    OTEL_SERVICE_NAME: name,
  };
}

/** The settings that are the same for every service. What differs from Azure are endpoints, and a key in place of an identity. */
export function sharedSettings({ serviceBus, cosmos, database, identity, cloud }: Addresses): Settings {
  const { issuer, audience, jwksUri } = identity;
  return {
    ServiceBus: serviceBus.connectionString,
    Cosmos: `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};`,
    COSMOS_DATABASE: database,
    IDENTITY_ISSUERS: JSON.stringify([{ kind: 'local', issuer, audience, jwksUri }]),
    LOG_FORMAT: 'readable',
    ...(cloud && cloudSettings(cloud)),
  };
}

/** The id of the product's application in simulated tenants. */
const LOCAL_APPLICATION = '00000000-0000-4000-8000-0000000000a1';

/** A simulated tenant may be changed without asking anybody. */
function cloudSettings({ graphUrl, defenderUrl, authorityUrl, managedIdentityUrl }: CloudAddresses): Settings {
  return {
    GRAPH_BASE_URL: graphUrl,
    DEFENDER_BASE_URL: defenderUrl,
    ENTRA_AUTHORITY: authorityUrl,
    GRAPH_WRITES: 'allowed',
    GRAPH_SIGN_IN: 'managed-identity',
    GRAPH_APPLICATION_ID: LOCAL_APPLICATION,
    IDENTITY_ENDPOINT: managedIdentityUrl,
    IDENTITY_HEADER: 'local',
  };
}
