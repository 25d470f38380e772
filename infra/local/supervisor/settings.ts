/** App settings, under the names they have in Azure. */
export type Settings = Readonly<Record<string, string>>;

/** Where this machine's services find what they use. */
export interface Addresses {
  readonly serviceBus: { readonly connectionString: string };
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  readonly database: string;
  readonly identity: { readonly issuer: string; readonly audience: string; readonly jwksUri: string };
  /** Whose devices the services act on; absent where they act on none. */
  readonly cloud?: Cloud;
}

/** The tenants that run on this machine, or real ones. */
export type Cloud = SimulatedCloudAddresses | RealCloud;

export interface RealCloud {
  readonly kind: 'real';
  readonly writes: 'allowed' | 'not-allowed';
}

export interface SimulatedCloudAddresses {
  readonly kind: 'simulated';
  readonly graphUrl: string;
  readonly defenderUrl: string;
  readonly authorityUrl: string;
  /** Who gives out tokens of the managed identity. */
  readonly metadataUrl: string;
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

/** The application that the tenants have consented to; the simulated ones ask for its form alone. */
const APPLICATION_ID = '0a6c2f0e-5d1b-4c8a-9e37-4f2b8d60c915';

/** A simulated tenant may be changed without asking anybody. In a real one, whoever sits here acts with their own rights. */
function cloudSettings(cloud: Cloud): Settings {
  if (cloud.kind === 'real') return { GRAPH_SIGN_IN: 'developer', GRAPH_WRITES: cloud.writes };
  return {
    GRAPH_BASE_URL: cloud.graphUrl,
    DEFENDER_BASE_URL: cloud.defenderUrl,
    ENTRA_AUTHORITY: cloud.authorityUrl,
    GRAPH_APPLICATION_ID: APPLICATION_ID,
    GRAPH_WRITES: 'allowed',
    // Where `@azure/identity` looks for the metadata service of the machine it runs on.
    AZURE_POD_IDENTITY_AUTHORITY_HOST: cloud.metadataUrl,
  };
}
