import type { Resource } from '../../../infra/azure/checks/snapshot.ts';
import { type Fault, first, without } from './fault.ts';

const LOCAL_AUTH = 'sign-in is by Entra alone';
const STORAGE = 'storage takes no keys and shows nothing to the world';
const VAULT = 'the vault is opened by roles, and what is in it cannot be purged';
const SECRETS = 'no key, secret or connection string is read or written';
const SETTINGS = 'settings sign in by managed identity';
const OUTPUTS = 'outputs give nothing away';

/** Somebody signs in with a key, or a secret lies somewhere. */
export const secretsFaults: readonly Fault[] = [
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
    name: 'an output carries a connection string',
    caughtBy: OUTPUTS,
    plant: ({ template }) => void Object.assign(template.outputs, { busConnection: { type: 'string' } }),
  },
];
