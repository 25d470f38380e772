import { SERVICES, type ServiceName } from '../../../shared/contracts/events/topology.ts';
import { ROLES } from '../../../shared/contracts/http/roles.ts';
import { NEEDED, type Preset } from '../../../shared/contracts/microsoft-permissions.ts';
import { guidOf } from './guid.ts';
import type { WantedApplication } from './reconcile.ts';

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
      grants: NEEDED[service][preset],
    };
  });
}

/** Azure's command line, as every tenant knows it: whoever signs in with it may ask for a token of the APIs. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** The application of the console, in which people sign in. */
export function consoleApplication({ environmentName, consoleUrl }: Installation): WantedApplication {
  return {
    uniqueName: `${environmentName}-console`,
    values: () => ({
      displayName: `Open Managed Desktop ${environmentName}: console`,
      signInAudience: 'AzureADMyOrg',
      spa: { redirectUris: [consoleUrl] },
    }),
    grants: [],
  };
}

/**
 * The application of the APIs. Nobody is asked whether the console and Azure's command line may call them: many tenants let
 * no person consent. `consoleId` is undefined while the console is only planned.
 */
export function apiApplication({ environmentName }: Installation, consoleId: string | undefined): WantedApplication {
  const scopeId = guidOf(`${environmentName}/access_as_user`);
  const callers = [AZURE_CLI, ...(consoleId ? [consoleId] : [])];
  return {
    uniqueName: `${environmentName}-api`,
    values: (appId) => ({
      displayName: `Open Managed Desktop ${environmentName}`,
      signInAudience: 'AzureADMyOrg',
      ...(appId && { identifierUris: [`api://${appId}`] }),
      api: {
        requestedAccessTokenVersion: 2,
        oauth2PermissionScopes: [
          {
            id: scopeId,
            value: 'access_as_user',
            type: 'User',
            isEnabled: true,
            adminConsentDisplayName: 'Use Open Managed Desktop',
            adminConsentDescription: 'Lets the console call the APIs as the person who is signed in.',
          },
        ],
        // They name a scope that has to be there before.
        ...(appId && {
          preAuthorizedApplications: callers.map((caller) => ({ appId: caller, delegatedPermissionIds: [scopeId] })),
        }),
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
}

/** Where an administrator of a customer's tenant lets an application in. */
export function consentLink(customerTenantId: string, appId: string, { consoleUrl }: Installation): string {
  const link = new URL(`https://login.microsoftonline.com/${encodeURIComponent(customerTenantId)}/v2.0/adminconsent`);
  link.searchParams.set('client_id', appId);
  link.searchParams.set('scope', 'https://graph.microsoft.com/.default');
  link.searchParams.set('redirect_uri', `${consoleUrl}/consent`);
  return link.href;
}
