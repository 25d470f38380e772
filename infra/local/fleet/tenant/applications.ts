import { guidOf } from '../model/identifiers.ts';
import { createTable, type Table } from './table.ts';

/** An application that somebody has registered. */
export interface Application {
  readonly appId: string;
  readonly uniqueName: string | null;
  /** As it was written. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly credentials: readonly FederatedCredential[];
}

/** A token of somebody else that an application trusts. */
export interface FederatedCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** An application as it is in this tenant. */
export interface ServicePrincipal {
  readonly appId: string;
  readonly displayName: string;
  readonly appRoles: readonly { readonly id: string; readonly value: string }[];
}

export interface AppRoleAssignment {
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

/** The applications of a tenant. */
export interface Applications {
  readonly registered: Table<Application>;
  readonly principals: Table<ServicePrincipal>;
  readonly assignments: Table<AppRoleAssignment>;
}

/** Microsoft's own APIs, which are in every tenant. */
const MICROSOFT = [
  { appId: '00000003-0000-0000-c000-000000000000', displayName: 'Microsoft Graph' },
  { appId: 'fc780465-2017-40d4-a0c5-307022471b92', displayName: 'WindowsDefenderATP' },
] as const;

/** Application permissions that Microsoft's APIs offer; the real ones offer hundreds more. */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  'Microsoft Graph': [
    ...['AuditLog.Read.All', 'BitlockerKey.Read.All', 'CloudPC.Read.All', 'CloudPC.ReadWrite.All', 'Device.Read.All'],
    ...[
      'DeviceLocalCredential.Read.All',
      'DeviceManagementApps.ReadWrite.All',
      'DeviceManagementConfiguration.Read.All',
    ],
    ...['DeviceManagementConfiguration.ReadWrite.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All'],
    ...['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'],
    ...['DeviceManagementScripts.ReadWrite.All', 'DeviceManagementServiceConfig.Read.All'],
    ...['DeviceManagementServiceConfig.ReadWrite.All', 'Directory.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    ...['Mail.Read', 'Mail.Send', 'Policy.Read.All', 'RoleManagement.Read.Directory', 'SecurityAlert.Read.All'],
    ...['SecurityAlert.ReadWrite.All', 'SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
    ...['ServiceHealth.Read.All', 'ServiceMessage.Read.All', 'ThreatHunting.Read.All', 'User.Read.All'],
    ...['User.EnableDisableAccount.All', 'User.RevokeSessions.All', 'WindowsUpdates.ReadWrite.All'],
  ],
  WindowsDefenderATP: [
    ...['Machine.CollectForensics', 'Machine.Isolate', 'Machine.Read.All', 'Machine.RestrictExecution'],
    ...['Machine.Scan', 'Machine.StopAndQuarantine'],
  ],
};

/** Those of a new tenant, by its id. */
export function createApplications(tenantId: string): Applications {
  const table = <Value extends object>(kind: string): Table<Value> =>
    createTable((number) => guidOf(`${tenantId}/${kind}/${number}`));
  const principals = table<ServicePrincipal>('servicePrincipal');
  for (const { appId, displayName } of MICROSOFT) {
    const appRoles = (OFFERED[displayName] ?? []).map((value) => ({ id: guidOf(`${displayName}/${value}`), value }));
    principals.add({ appId, displayName, appRoles });
  }
  return { registered: table('application'), principals, assignments: table('appRoleAssignment') };
}
