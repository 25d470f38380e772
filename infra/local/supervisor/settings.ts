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

/** A simulated tenant may be changed without asking anybody. */
function cloudSettings({ graphUrl, defenderUrl, authorityUrl }: CloudAddresses): Settings {
  return {
    GRAPH_BASE_URL: graphUrl,
    DEFENDER_BASE_URL: defenderUrl,
    ENTRA_AUTHORITY: authorityUrl,
    GRAPH_WRITES: 'allowed',
  };
}
