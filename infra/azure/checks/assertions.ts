import { isDeepStrictEqual } from 'node:util';
import { topology } from '../../../shared/contracts/events/topology.ts';
import { containers } from '../../../shared/contracts/state/containers.ts';
import { givenGrants, wantedGrants } from './grants.ts';
import { type Deployment, ofType, type Resource, shortName } from './snapshot.ts';
import { busOf, containersOf } from './topology.ts';

/** Something that must hold of the deployment. */
export interface Assertion {
  readonly name: string;
  /** What does not hold, in words. */
  problems(deployment: Deployment): readonly string[];
}

/** What must hold of every deployment; without private networking, and with it. */
export const assertions: readonly Assertion[] = [
  {
    name: 'sign-in is by Entra alone',
    problems: (deployment) => [
      ...demand(deployment, 'ServiceBus/namespaces', ({ disableLocalAuth }) => disableLocalAuth === true),
      ...demand(
        deployment,
        'DocumentDB/databaseAccounts',
        ({ disableLocalAuth, disableKeyBasedMetadataWriteAccess }) =>
          disableLocalAuth === true && disableKeyBasedMetadataWriteAccess === true,
      ),
      ...demand(deployment, 'Insights/components', ({ DisableLocalAuth }) => DisableLocalAuth === true),
      ...demand(deployment, 'OperationalInsights/workspaces', ({ features }) => features?.disableLocalAuth === true),
    ],
  },
  {
    name: 'storage takes no keys and shows nothing to the world',
    problems: (deployment) => [
      ...demand(
        deployment,
        'Storage/storageAccounts',
        (account) =>
          account.allowSharedKeyAccess === false &&
          account.allowBlobPublicAccess === false &&
          account.allowCrossTenantReplication === false &&
          account.supportsHttpsTrafficOnly === true,
      ),
      ...demand(
        deployment,
        'Storage/storageAccounts/blobServices/containers',
        ({ publicAccess }) => publicAccess === 'None',
      ),
    ],
  },
  {
    name: 'the vault is opened by roles, and what is in it cannot be purged',
    problems: (deployment) =>
      demand(
        deployment,
        'KeyVault/vaults',
        ({ enableRbacAuthorization, enablePurgeProtection, accessPolicies }) =>
          enableRbacAuthorization === true && enablePurgeProtection === true && accessPolicies === undefined,
      ),
  },
  {
    name: 'nothing speaks an old TLS',
    problems: (deployment) => [
      ...demand(
        deployment,
        'Web/sites',
        ({ httpsOnly, siteConfig }) => httpsOnly === true && ['1.2', '1.3'].includes(siteConfig?.minTlsVersion),
      ),
      ...demand(deployment, 'ServiceBus/namespaces', ({ minimumTlsVersion }) => minimumTlsVersion === '1.2'),
      ...demand(deployment, 'DocumentDB/databaseAccounts', ({ minimalTlsVersion }) => minimalTlsVersion === 'Tls12'),
      ...demand(deployment, 'Storage/storageAccounts', ({ minimumTlsVersion }) =>
        ['TLS1_2', 'TLS1_3'].includes(minimumTlsVersion),
      ),
    ],
  },
  {
    name: 'sites carry only what Flex Consumption takes, answer the console alone, and know no basic sign-in',
    problems: siteProblems,
  },
  { name: 'no key, secret or connection string is read or written', problems: secretProblems },
  { name: 'settings sign in by managed identity', problems: settingProblems },
  { name: 'each app has an identity, a plan and a storage of its own', problems: appProblems },
  {
    name: 'each identity is granted its own, and nothing besides',
    problems(deployment) {
      const { grants, problems } = givenGrants(deployment);
      return [...problems, ...differences(grants, wantedGrants())];
    },
  },
  {
    name: 'the bus is the one that the services know',
    problems: (deployment) => differences(busOf(deployment), topology),
  },
  {
    name: 'the database is the one that the services know',
    problems: (deployment) => differences(containersOf(deployment), containers),
  },
  {
    name: 'outputs give nothing away',
    problems: ({ template }) =>
      Object.entries(template.outputs)
        .filter(([name, { type = '' }]) => /^secure/i.test(type) || /connection|key|secret|token|password/i.test(name))
        .map(([name]) => `output ${name}`),
  },
  { name: 'whether the world may reach it is said of everything', problems: networkProblems },
  {
    name: 'the seals of the audit chains cannot be changed',
    problems: (deployment) => [
      ...demand(
        deployment,
        'Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
        (policy) => policy.immutabilityPeriodSinceCreationInDays >= 1 && policy.allowProtectedAppendWrites === true,
      ),
      ...ofType(deployment, 'Storage/storageAccounts/blobServices/containers')
        .filter((container) => shortName(container).startsWith('seals-'))
        .filter(({ id }) => !deployment.resources.some((other) => other.id === `${id}/immutabilityPolicies/default`))
        .map(({ name }) => `${name} has no policy`),
    ],
  },
  {
    name: 'somebody is told when something is wrong',
    problems: alertProblems,
  },
];

/** All resources of a type, of which there must be at least one, as the demand wants them. */
function demand(
  deployment: Deployment,
  type: string,
  holds: (properties: Resource['properties']) => boolean,
): string[] {
  const all = ofType(deployment, type);
  if (all.length === 0) return [`there is no ${type}`];
  return all.filter(({ properties }) => !holds(properties)).map(({ name }) => `${type} ${name}`);
}

function differences(given: object, wanted: object, path = ''): string[] {
  const keys = [...new Set([...Object.keys(given), ...Object.keys(wanted)])];
  return keys.flatMap((key) => {
    const [a, b] = [given[key as never] as unknown, wanted[key as never] as unknown];
    if (isDeepStrictEqual(a, b)) return [];
    const isNested = isRecord(a) && isRecord(b);
    return isNested
      ? differences(a, b, `${path}${key}.`)
      : [`${path}${key} is ${JSON.stringify(a)}, not ${JSON.stringify(b)}`];
  });
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Keys that newer regions refuse are anything but these. */
const SITE_CONFIG = ['minTlsVersion', 'cors'];

function siteProblems(deployment: Deployment): string[] {
  const credentials = ofType(deployment, 'Web/sites/basicPublishingCredentialsPolicies');
  return ofType(deployment, 'Web/sites').flatMap(({ name, properties: { siteConfig } }) => {
    const strange = Object.keys(siteConfig).filter((key) => !SITE_CONFIG.includes(key));
    const { allowedOrigins = [], supportCredentials } = siteConfig.cors ?? {};
    const isConsole = name.startsWith('func-consol-');
    const isOpen = allowedOrigins.some(
      (origin: string) => !/^https:\/\/func-consol-[a-z0-9-]+\.azurewebsites\.net$/.test(origin),
    );
    const closed = credentials.filter(
      (policy) => policy.name.startsWith(`${name}/`) && policy.properties.allow === false,
    );
    return [
      ...strange.map((key) => `${name}: ${key} is refused by Flex Consumption`),
      ...(isOpen || (isConsole && allowedOrigins.length > 0) ? [`${name} answers other origins`] : []),
      ...(supportCredentials !== false ? [`${name} takes cookies of other origins`] : []),
      ...(closed.length === 2 ? [] : [`${name} can be published to by name and password`]),
    ];
  });
}

const SECRET =
  /list(Keys|Secrets|ConnectionStrings|AccountSas|ServiceSas|AdminKeys)\s*\(|AccountKey=|SharedAccessKey|SharedAccessSignature|[?&]sig=|DefaultEndpointsProtocol=|Password=/i;

function secretProblems({ resources, template }: Deployment): string[] {
  const rules = resources.filter(({ type }) => /authorizationRules$/i.test(type)).map(({ name }) => `key rule ${name}`);
  const found = [...textsIn(resources), ...textsIn(template)].filter((text) => SECRET.test(text));
  return [...rules, ...found.map((text) => `"${text.slice(0, 80)}"`)];
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (isRecord(value)) for (const inner of Object.values(value)) yield* textsIn(inner);
}

const FORBIDDEN_SETTINGS =
  /^(AzureWebJobsStorage|ServiceBus|Cosmos|AZURE_CLIENT_ID|FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_RUN_FROM_PACKAGE|WEBSITE_CONTENT.*|SCM_DO_BUILD_DURING_DEPLOYMENT|ENABLE_ORYX_BUILD|WEBSITE_TIME_ZONE|TZ|WEBSITE_LOAD_CERTIFICATES)$/;

function settingProblems(deployment: Deployment): string[] {
  return ofType(deployment, 'Web/sites/config').flatMap(({ name, properties: settings }) => {
    const names = Object.keys(settings);
    const prefixes = [...new Set(names.filter((key) => key.includes('__')).map((key) => key.split('__')[0] ?? ''))];
    const isGiven = (prefix: string) =>
      settings[`${prefix}__credential`] === 'managedidentity' && settings[`${prefix}__clientId`];
    const looksSecret = (key: string) =>
      /secret|password|api_?key|WEBHOOK_KEYS/i.test(key) && !String(settings[key]).includes('@Microsoft.KeyVault(');
    return [
      ...names.filter((key) => FORBIDDEN_SETTINGS.test(key)).map((key) => `${name}: ${key}`),
      ...prefixes.filter((prefix) => !isGiven(prefix)).map((prefix) => `${name}: ${prefix} without identity`),
      ...names.filter(looksSecret).map((key) => `${name}: ${key} is not read from the vault`),
      ...(/Authorization=AAD/.test(settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING ?? '')
        ? []
        : [`${name}: telemetry without identity`]),
    ];
  });
}

const APPS = 6;

function appProblems(deployment: Deployment): string[] {
  const sites = ofType(deployment, 'Web/sites');
  const problems = sites.length === APPS ? [] : [`${sites.length} sites instead of ${APPS}`];
  const seen = { identity: new Set<string>(), plan: new Set<string>(), storage: new Set<string>() };
  for (const { name, identity, properties } of sites) {
    const own = Object.keys(identity?.userAssignedIdentities ?? {});
    const { storage } = properties.functionAppConfig.deployment;
    if (own.length !== 1) problems.push(`${name} has ${own.length} identities`);
    if (storage.authentication.userAssignedIdentityResourceId !== own[0])
      problems.push(`${name} fetches its package as somebody else`);
    seen.identity.add(own.join());
    seen.plan.add(properties.serverFarmId);
    seen.storage.add(storage.value);
  }
  for (const [what, values] of Object.entries(seen))
    if (values.size !== sites.length) problems.push(`two sites share a ${what}`);
  return problems;
}

/** Types of which somebody must have decided whether the world may reach them. */
const REACHABLE = [
  'ServiceBus/namespaces',
  'DocumentDB/databaseAccounts',
  'KeyVault/vaults',
  'Storage/storageAccounts',
] as const;

function networkProblems(deployment: Deployment): string[] {
  const isPrivate = ofType(deployment, 'Network/privateEndpoints').length > 0;
  const wanted = isPrivate ? 'Disabled' : 'Enabled';
  return [
    ...REACHABLE.flatMap((type) =>
      demand(deployment, type, ({ publicNetworkAccess }) => publicNetworkAccess === wanted),
    ),
    ...demand(deployment, 'Web/sites', ({ publicNetworkAccess }) => publicNetworkAccess === 'Enabled'),
    ...['Insights/components', 'OperationalInsights/workspaces'].flatMap((type) =>
      demand(
        deployment,
        type,
        (own) => own.publicNetworkAccessForIngestion === wanted && own.publicNetworkAccessForQuery === 'Enabled',
      ),
    ),
  ];
}

const ALERTS = ['audit-broken', 'backlog', 'dead-letters', 'dead-letters-of-the-bus', 'failures', 'feed-late'];

function alertProblems(deployment: Deployment): string[] {
  const rules = [...ofType(deployment, 'Insights/metricAlerts'), ...ofType(deployment, 'Insights/scheduledQueryRules')];
  const working = rules.filter(({ properties: { enabled, actions } }) => {
    const groups = Array.isArray(actions) ? actions : (actions?.actionGroups ?? []);
    return enabled === true && groups.length > 0;
  });
  const names = working.map(({ name }) => name.replace(/-omd.*$/, ''));
  return ALERTS.filter((name) => !names.includes(name)).map((name) => `nobody is told of ${name}`);
}
