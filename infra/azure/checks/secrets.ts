import { type Assertion, demand, isRecord } from './assertion.ts';
import { type Deployment, ofType } from './snapshot.ts';

/** Nobody signs in with a key, and no secret lies anywhere. */
export const withoutSecrets: readonly Assertion[] = [
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
          account.defaultToOAuthAuthentication === true &&
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
        ({ enableRbacAuthorization, enableSoftDelete, enablePurgeProtection, accessPolicies }) =>
          enableRbacAuthorization === true &&
          enableSoftDelete === true &&
          enablePurgeProtection === true &&
          accessPolicies === undefined,
      ),
  },
  { name: 'no key, secret or connection string is read or written', problems: secretProblems },
  { name: 'settings sign in by managed identity', problems: settingProblems },
  {
    name: 'outputs give nothing away',
    problems: ({ template }) =>
      Object.entries(template.outputs)
        .filter(([name, { type = '' }]) => /^secure/i.test(type) || /connection|key|secret|token|password/i.test(name))
        .map(([name]) => `output ${name}`),
  },
];

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
      /secret|password|token|api_?key|WEBHOOK_KEYS/i.test(key) &&
      !String(settings[key]).includes('@Microsoft.KeyVault(');
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
