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
  { name: 'each app has code and settings, and none of those of a developer', problems: settingProblems },
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
    if (identity?.type !== 'UserAssigned') problems.push(`${name} has an identity that nobody grants anything`);
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

/** What only the local ground has: its issuer, its addresses. */
const LOCAL = /"kind":\s*"local"|omd-local|127\.0\.0\.1|localhost|\[::1\]/;

/** A site without a package answers nothing, and one with a developer's settings answers anybody. */
function settingProblems(deployment: Deployment): string[] {
  const below = (type: string, site: string) =>
    ofType(deployment, type).filter(({ name }) => name.startsWith(`${site}/`));
  return ofType(deployment, 'Web/sites').flatMap(({ name }) => {
    const packages = below('Web/sites/extensions', name).filter(
      ({ properties: { packageUri, remoteBuild } }) => /^https:.*\.zip$/.test(packageUri) && remoteBuild === false,
    );
    const [settings, ...more] = below('Web/sites/config', name).map(({ properties }) => properties);
    const { GRAPH_SIGN_IN = 'managed-identity', GRAPH_WRITES = 'not-allowed' } = settings ?? {};
    const local = Object.entries(settings ?? {}).filter(([, value]) => LOCAL.test(String(value)));
    return [
      ...(packages.length === 1 ? [] : [`${name} has no package as it was built`]),
      ...(settings && more.length === 0 ? [] : [`${name} has no settings`]),
      ...local.map(([key]) => `${name}: ${key} is of a developer's machine`),
      ...(GRAPH_SIGN_IN === 'managed-identity' ? [] : [`${name} acts in tenants as a person`]),
      ...(GRAPH_WRITES === 'not-allowed' ? [] : [`${name} changes tenants before anybody has said so`]),
    ];
  });
}
