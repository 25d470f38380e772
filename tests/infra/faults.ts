import { type Deployment, ofType, type Properties, type Resource } from '../../infra/azure/checks/snapshot.ts';

/** A mistake that somebody could make in the Bicep, as it would show in what is deployed. */
export interface Fault {
  readonly name: string;
  /** The assertion that has to catch it. */
  readonly caughtBy: string;
  /** Changes a copy of the deployment. */
  plant(deployment: Deployment): void;
}

const LOCAL_AUTH = 'sign-in is by Entra alone';
const STORAGE = 'storage takes no keys and shows nothing to the world';
const VAULT = 'the vault is opened by roles, and what is in it cannot be purged';
const TLS = 'nothing speaks an old TLS';
const SITES = 'sites carry only what Flex Consumption takes, answer the console alone, and know no basic sign-in';
const SECRETS = 'no key, secret or connection string is read or written';
const SETTINGS = 'settings sign in by managed identity';
const APPS = 'each app has an identity, a plan and a storage of its own';
const CODE = 'each app has code and settings, and none of those of a developer';
const GRANTS = 'each identity is granted its own, and nothing besides';
const BUS = 'the bus is the one that the services know';
const DATABASE = 'the database is the one that the services know';
const OUTPUTS = 'outputs give nothing away';
const NETWORK = 'whether the world may reach it is said of everything';
const SEALS = 'the seals of the audit chains cannot be changed';
const ALERTS = 'somebody is told when something is wrong';

/** Changes the first resource of a type. */
const first =
  (type: string, change: (properties: Properties, resource: Resource) => void) =>
  (deployment: Deployment): void => {
    const [resource] = ofType(deployment, type);
    if (!resource) throw new TypeError(`There is no ${type}.`);
    change(resource.properties, resource);
  };

const without = (type: string) => (deployment: Deployment) => {
  const at = deployment.resources.findIndex((resource) => resource.type === `Microsoft.${type}`);
  (deployment.resources as Resource[]).splice(at, 1);
};

const grant =
  (find: RegExp, change: (resource: { id: string; properties: Properties }) => void) => (deployment: Deployment) => {
    const found = deployment.resources.find(({ id, type }) => /roleAssignments$/i.test(type) && find.test(id));
    if (!found) throw new TypeError(`No grant is like ${find}.`);
    change(found);
  };

export const faults: readonly Fault[] = [
  {
    name: 'the bus takes keys',
    caughtBy: LOCAL_AUTH,
    plant: first('ServiceBus/namespaces', (it) => (it.disableLocalAuth = false)),
  },
  {
    name: 'the database takes keys, since the property is misspelt',
    caughtBy: LOCAL_AUTH,
    plant: first('DocumentDB/databaseAccounts', (it) => delete it.disableLocalAuth),
  },
  {
    name: 'keys change containers',
    caughtBy: LOCAL_AUTH,
    plant: first('DocumentDB/databaseAccounts', (it) => (it.disableKeyBasedMetadataWriteAccess = false)),
  },
  {
    name: 'telemetry takes keys',
    caughtBy: LOCAL_AUTH,
    plant: first('Insights/components', (it) => (it.DisableLocalAuth = false)),
  },
  {
    name: 'the workspace takes keys',
    caughtBy: LOCAL_AUTH,
    plant: first('OperationalInsights/workspaces', (it) => delete it.features),
  },
  { name: 'there is no namespace at all', caughtBy: LOCAL_AUTH, plant: without('ServiceBus/namespaces') },
  {
    name: 'a storage account takes keys',
    caughtBy: STORAGE,
    plant: first('Storage/storageAccounts', (it) => (it.allowSharedKeyAccess = true)),
  },
  {
    name: 'a container is public',
    caughtBy: STORAGE,
    plant: first('Storage/storageAccounts/blobServices/containers', (it) => (it.publicAccess = 'Blob')),
  },
  {
    name: 'the portal signs in to storage with a key',
    caughtBy: STORAGE,
    plant: first('Storage/storageAccounts', (it) => (it.defaultToOAuthAuthentication = false)),
  },
  {
    name: 'what is deleted from the vault is gone',
    caughtBy: VAULT,
    plant: first('KeyVault/vaults', (it) => (it.enableSoftDelete = false)),
  },
  {
    name: 'the vault can be purged',
    caughtBy: VAULT,
    plant: first('KeyVault/vaults', (it) => delete it.enablePurgeProtection),
  },
  {
    name: 'the vault is opened by policies',
    caughtBy: VAULT,
    plant: first('KeyVault/vaults', (it) => (it.accessPolicies = [])),
  },
  { name: 'a site answers without TLS', caughtBy: TLS, plant: first('Web/sites', (it) => (it.httpsOnly = false)) },
  {
    name: 'the bus speaks TLS 1.0',
    caughtBy: TLS,
    plant: first('ServiceBus/namespaces', (it) => (it.minimumTlsVersion = '1.0')),
  },
  {
    name: 'the database speaks what it likes',
    caughtBy: TLS,
    plant: first('DocumentDB/databaseAccounts', (it) => delete it.minimalTlsVersion),
  },
  {
    name: 'a site sets what newer regions refuse',
    caughtBy: SITES,
    plant: first('Web/sites', (it) => (it.siteConfig.ftpsState = 'Disabled')),
  },
  {
    name: 'an API answers every origin',
    caughtBy: SITES,
    plant: first('Web/sites', (it) => it.siteConfig.cors.allowedOrigins.push('*')),
  },
  {
    name: 'an API takes cookies',
    caughtBy: SITES,
    plant: first('Web/sites', (it) => (it.siteConfig.cors.supportCredentials = true)),
  },
  {
    name: 'a site can be published to by password',
    caughtBy: SITES,
    plant: first('Web/sites/basicPublishingCredentialsPolicies', (it) => (it.allow = true)),
  },
  {
    name: 'a key is read into a setting',
    caughtBy: SECRETS,
    plant: first('Web/sites/config', (it) => (it.STORAGE = "[listKeys('st', '2024-01-01').keys[0].value]")),
  },
  {
    name: 'the bus has a rule with keys',
    caughtBy: SECRETS,
    plant: ({ resources }) =>
      void (resources as Resource[]).push({
        id: 'x',
        name: 'root',
        type: 'Microsoft.ServiceBus/namespaces/AuthorizationRules',
        properties: {},
      }),
  },
  {
    name: 'a setting means a connection string',
    caughtBy: SETTINGS,
    plant: first('Web/sites/config', (it) => (it.ServiceBus = 'sb-omd')),
  },
  {
    name: 'a setting is forbidden on Flex Consumption',
    caughtBy: SETTINGS,
    plant: first('Web/sites/config', (it) => (it.FUNCTIONS_WORKER_RUNTIME = 'node')),
  },
  {
    name: 'a connection has no identity',
    caughtBy: SETTINGS,
    plant: first('Web/sites/config', (it) => delete it.Cosmos__clientId),
  },
  {
    name: 'webhook keys lie in the settings',
    caughtBy: SETTINGS,
    plant: first('Web/sites/config', (it) => (it.OEM_WEBHOOK_KEYS = '{"dell":["whsec_1"]}')),
  },
  {
    name: 'a token lies in the settings',
    caughtBy: SETTINGS,
    plant: first('Web/sites/config', (it) => (it.TICKETS_TOKEN = 'abc')),
  },
  {
    name: 'the local issuer lets people in',
    caughtBy: CODE,
    plant: first('Web/sites/config', (it) => (it.IDENTITY_ISSUERS = '[{"kind":"local","audience":"omd-local"}]')),
  },
  {
    name: 'keys of tokens are read from the machine itself',
    caughtBy: CODE,
    plant: first('Web/sites/config', (it) => (it.ENTRA_AUTHORITY = 'http://127.0.0.1:7071')),
  },
  {
    name: 'a service acts in tenants as a person',
    caughtBy: CODE,
    plant: first('Web/sites/config', (it) => (it.GRAPH_SIGN_IN = 'developer')),
  },
  {
    name: 'tenants are changed before anybody has said so',
    caughtBy: CODE,
    plant: first('Web/sites/config', (it) => (it.GRAPH_WRITES = 'allowed')),
  },
  { name: 'an app has no settings', caughtBy: CODE, plant: without('Web/sites/config') },
  { name: 'an app has no code', caughtBy: CODE, plant: without('Web/sites/extensions') },
  {
    name: 'a package is built anew where it runs',
    caughtBy: CODE,
    plant: first('Web/sites/extensions', (it) => (it.remoteBuild = true)),
  },
  {
    name: 'a site has an identity besides its own',
    caughtBy: APPS,
    plant: first(
      'Web/sites',
      (_, site) => void Object.assign(site.identity ?? {}, { type: 'SystemAssigned, UserAssigned' }),
    ),
  },
  {
    name: 'two sites share a plan',
    caughtBy: APPS,
    plant: (deployment) => {
      const [a, b] = ofType(deployment, 'Web/sites');
      if (a && b) b.properties.serverFarmId = a.properties.serverFarmId;
    },
  },
  {
    name: 'a site fetches its package as another',
    caughtBy: APPS,
    plant: first(
      'Web/sites',
      (it) => (it.functionAppConfig.deployment.storage.authentication.userAssignedIdentityResourceId = 'id-other'),
    ),
  },
  {
    name: 'a seventh site appears',
    caughtBy: APPS,
    plant: (deployment) => {
      const [site] = ofType(deployment, 'Web/sites');
      if (site) (deployment.resources as Resource[]).push(structuredClone(site));
    },
  },
  {
    name: 'a sender may send to every topic',
    caughtBy: GRANTS,
    plant: grant(/topics\/device-events\/providers/, (it) => (it.id = it.id.replace('/topics/device-events', ''))),
  },
  {
    name: 'a service reads the queue of another',
    caughtBy: GRANTS,
    plant: grant(
      /queues\/ticket-router\/providers/,
      (it) => (it.properties.principalId = it.properties.principalId.replace('id-ticket', 'id-health')),
    ),
  },
  {
    name: 'a receiver owns its queue',
    caughtBy: GRANTS,
    plant: grant(
      /queues\/health-monitor\/providers/,
      (it) =>
        (it.properties.roleDefinitionId = it.properties.roleDefinitionId.replace(
          /[0-9a-f-]{36}$/,
          '090c5cfd-751d-490a-894a-3ce6f1109419',
        )),
    ),
  },
  {
    name: 'an identity reaches the whole database',
    caughtBy: GRANTS,
    plant: first(
      'DocumentDB/databaseAccounts/sqlRoleAssignments',
      (it) => (it.scope = it.scope.replace(/\/colls\/.*/, '')),
    ),
  },
  {
    name: 'another service reads the vault',
    caughtBy: GRANTS,
    plant: grant(
      /vaults\/kv/,
      (it) => (it.properties.principalId = it.properties.principalId.replace('id-devreg', 'id-update')),
    ),
  },
  {
    name: 'a grant may be for a person',
    caughtBy: GRANTS,
    plant: grant(/queues\/health-monitor\/providers/, (it) => delete it.properties.principalType),
  },
  {
    name: 'a topic drops no duplicates',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/topics', (it) => (it.requiresDuplicateDetection = false)),
  },
  {
    name: 'a subscription forwards to another queue',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/topics/subscriptions', (it) => (it.forwardTo = 'device-registration')),
  },
  {
    name: 'a subscription filters events',
    caughtBy: BUS,
    plant: ({ resources }) =>
      void (resources as Resource[]).push({
        id: 'x',
        name: 'sb/device-events/health-monitor/some',
        type: 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules',
        properties: { sqlFilter: { sqlExpression: '1=1' } },
      }),
  },
  {
    name: 'an inbox queue locks for a minute',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/queues', (it) => (it.lockDuration = 'PT1M')),
  },
  {
    name: 'the tenant is no part of the key',
    caughtBy: DATABASE,
    plant: first('DocumentDB/databaseAccounts/sqlDatabases/containers', (it) => it.resource.partitionKey.paths.shift()),
  },
  {
    name: 'nothing ever expires',
    caughtBy: DATABASE,
    plant: first('DocumentDB/databaseAccounts/sqlDatabases/containers', (it) => delete it.resource.defaultTtl),
  },
  {
    name: 'an output carries a connection string',
    caughtBy: OUTPUTS,
    plant: ({ template }) => void Object.assign(template.outputs, { busConnection: { type: 'string' } }),
  },
  {
    name: 'nobody said whether the world may reach the vault',
    caughtBy: NETWORK,
    plant: first('KeyVault/vaults', (it) => delete it.publicNetworkAccess),
  },
  {
    name: 'seals may be rewritten',
    caughtBy: SEALS,
    plant: without('Storage/storageAccounts/blobServices/containers/immutabilityPolicies'),
  },
  {
    name: 'seals may be rewritten a day later',
    caughtBy: SEALS,
    plant: first(
      'Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
      (it) => (it.immutabilityPeriodSinceCreationInDays = 1),
    ),
  },
  {
    name: 'a service has nowhere to keep seals',
    caughtBy: SEALS,
    plant: without('Storage/storageAccounts/blobServices/containers'),
  },
  {
    name: 'alerts go to a group of nobody',
    caughtBy: ALERTS,
    plant: first('Insights/actionGroups', (it) => (it.emailReceivers = [])),
  },
  {
    name: 'money is spent unheard',
    caughtBy: ALERTS,
    plant: first('Consumption/budgets', (it) => (it.notifications.most.contactEmails = [])),
  },
  { name: 'an alert tells nobody', caughtBy: ALERTS, plant: first('Insights/metricAlerts', (it) => (it.actions = [])) },
  {
    name: 'an alert is switched off',
    caughtBy: ALERTS,
    plant: first('Insights/scheduledQueryRules', (it) => (it.enabled = false)),
  },
];
