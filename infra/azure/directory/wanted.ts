import { SERVICES, type ServiceName } from '../../../shared/contracts/events/topology.ts';
import { ROLES } from '../../../shared/contracts/http/roles.ts';
import { guidOf } from './guid.ts';
import type { WantedApplication, WantedGrant } from './reconcile.ts';

/** How far the product may go: look at everything, or do its work. */
export type Preset = 'read-only' | 'full';

const graph = (...names: readonly string[]): WantedGrant[] => names.map((name) => ({ api: 'graph', name }));
const defender = (...names: readonly string[]): WantedGrant[] => names.map((name) => ({ api: 'defender', name }));

/** Least permissions, by service. Names as in learn.microsoft.com/graph/permissions-reference and the Defender API's pages. */
export const GRANTS: Readonly<Record<ServiceName, Readonly<Record<Preset, readonly WantedGrant[]>>>> = {
  'device-registration': {
    'read-only': graph(
      'DeviceManagementServiceConfig.Read.All',
      'DeviceManagementManagedDevices.Read.All',
      'Device.Read.All',
      'Group.Read.All',
    ),
    full: graph(
      'DeviceManagementServiceConfig.ReadWrite.All',
      'DeviceManagementManagedDevices.Read.All',
      'Device.Read.All',
      'Group.ReadWrite.All',
    ),
  },
  'update-orchestrator': {
    'read-only': graph(
      'DeviceManagementConfiguration.Read.All',
      'DeviceManagementManagedDevices.Read.All',
      'Group.Read.All',
    ),
    full: graph(
      'DeviceManagementConfiguration.ReadWrite.All',
      'DeviceManagementManagedDevices.Read.All',
      'Group.ReadWrite.All',
      'WindowsUpdates.ReadWrite.All',
    ),
  },
  'health-monitor': {
    'read-only': graph('DeviceManagementManagedDevices.Read.All', 'DeviceManagementConfiguration.Read.All'),
    full: graph('DeviceManagementManagedDevices.Read.All', 'DeviceManagementConfiguration.Read.All'),
  },
  'ticket-router': {
    'read-only': graph('User.Read.All'),
    full: graph('User.Read.All'),
  },
  'security-alert-responder': {
    'read-only': [...graph('SecurityAlert.Read.All', 'SecurityIncident.Read.All'), ...defender('Machine.Read.All')],
    full: [
      ...graph('SecurityAlert.ReadWrite.All', 'SecurityIncident.ReadWrite.All'),
      ...defender('Machine.Read.All', 'Machine.Isolate'),
    ],
  },
};

export interface Installation {
  /** Part of every name; as in the deployment. */
  readonly environmentName: string;
  /** The tenant in which the product runs. */
  readonly homeTenantId: string;
  /** Where the console is; people and consents come back there. */
  readonly consoleUrl: string;
}

export interface ServiceIdentity {
  readonly service: ServiceName;
  /** Object id of the managed identity. */
  readonly principalId: string;
}

/**
 * The applications that act in tenants: one for each service, so that none can do what another may. Each trusts the
 * managed identity of its service, and nothing else; so there is no secret. Customers consent to each.
 */
export function actingApplications(
  { environmentName, homeTenantId, consoleUrl }: Installation,
  identities: readonly ServiceIdentity[],
  preset: Preset,
  manyTenants: boolean,
): WantedApplication[] {
  return SERVICES.flatMap((service) => {
    const identity = identities.find((each) => each.service === service);
    if (!identity) return [];
    return {
      uniqueName: `${environmentName}-${service}`,
      values: () => ({
        displayName: `Open Managed Desktop ${environmentName}: ${service}`,
        signInAudience: manyTenants ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
        web: { redirectUris: [`${consoleUrl}/consent`] },
      }),
      credential: {
        name: 'managed-identity',
        issuer: `https://login.microsoftonline.com/${homeTenantId}/v2.0`,
        subject: identity.principalId,
        audiences: ['api://AzureADTokenExchange'],
      },
      grants: GRANTS[service][preset],
    };
  });
}

/** The two applications with which people sign in: the APIs, and the console that calls them. */
export function signInApplications({ environmentName, consoleUrl }: Installation): WantedApplication[] {
  const api: WantedApplication = {
    uniqueName: `${environmentName}-api`,
    values: (appId) => ({
      displayName: `Open Managed Desktop ${environmentName}`,
      signInAudience: 'AzureADMyOrg',
      ...(appId && { identifierUris: [`api://${appId}`] }),
      api: {
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [
          {
            id: guidOf(`${environmentName}/access_as_user`),
            value: 'access_as_user',
            type: 'User',
            isEnabled: true,
            adminConsentDisplayName: 'Use Open Managed Desktop',
            adminConsentDescription: 'Lets the console call the APIs as the person who is signed in.',
          },
        ],
      },
      appRoles: Object.keys(ROLES).map((value) => ({
        id: guidOf(`${environmentName}/role/${value}`),
        value,
        displayName: value,
        description: value,
        isEnabled: true,
        allowedMemberTypes: ['User', 'Application'],
      })),
    }),
    grants: [],
  };
  const console: WantedApplication = {
    uniqueName: `${environmentName}-console`,
    values: () => ({
      displayName: `Open Managed Desktop ${environmentName}: console`,
      signInAudience: 'AzureADMyOrg',
      spa: { redirectUris: [consoleUrl] },
    }),
    grants: [],
  };
  return [api, console];
}

/** Where an administrator of a customer's tenant lets an application in. */
export function consentLink(customerTenantId: string, appId: string, { consoleUrl }: Installation): string {
  const link = new URL(`https://login.microsoftonline.com/${encodeURIComponent(customerTenantId)}/v2.0/adminconsent`);
  link.searchParams.set('client_id', appId);
  link.searchParams.set('scope', 'https://graph.microsoft.com/.default');
  link.searchParams.set('redirect_uri', `${consoleUrl}/consent`);
  return link.href;
}
