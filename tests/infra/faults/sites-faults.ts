import { ofType, type Resource } from '../../../infra/azure/checks/snapshot.ts';
import { type Fault, first, without } from './fault.ts';

const SITES = 'sites carry only what Flex Consumption takes, answer the console alone, and know no basic sign-in';
const APPS = 'each app has an identity, a plan and a storage of its own';
const CODE = 'each app has code and settings, and none of those of a developer';

/** A site is not what it should be, or lacks something of its own. */
export const sitesFaults: readonly Fault[] = [
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
];
