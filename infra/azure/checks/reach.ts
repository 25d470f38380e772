import { type Assertion, demand } from './assertion.ts';
import { type Deployment, ofType } from './snapshot.ts';

/** From where the deployment is reached, and over what. */
export const withinReach: readonly Assertion[] = [
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
  { name: 'whether the world may reach it is said of everything', problems: networkProblems },
];

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
