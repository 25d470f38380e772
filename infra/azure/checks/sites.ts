import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import type { Assertion } from './assertion.ts';
import { type Deployment, ofType } from './snapshot.ts';

/** What each site is, and what it has of its own. */
export const ofSites: readonly Assertion[] = [
  {
    name: 'sites carry only what Flex Consumption takes, answer the console alone, and know no basic sign-in',
    problems: siteProblems,
  },
  { name: 'each app has an identity, a plan and a storage of its own', problems: appProblems },
];

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

/** One for each service, and the console's. */
const APPS = SERVICES.length + 1;

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
