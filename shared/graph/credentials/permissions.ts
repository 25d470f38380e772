import type { Api } from '../budget/cost.ts';

/** An application permission of Microsoft's, and what it is for here. */
export interface Permission {
  readonly api: Api;
  readonly name: string;
  readonly does: string;
  /** It lets something be changed. */
  readonly writes: boolean;
}

const read = (name: string, does: string, api: Api = 'graph'): Permission => ({ api, name, does, writes: false });
const write = (name: string, does: string, api: Api = 'graph'): Permission => ({ api, name, does, writes: true });

/**
 * What a permission lets one do, in words; which of them a service needs, `contracts/microsoft-permissions.ts` says. Names as
 * in learn.microsoft.com/graph/permissions-reference and the Defender API's pages.
 */
export const PERMISSIONS: readonly Permission[] = [
  read('DeviceManagementManagedDevices.Read.All', 'read devices and their health'),
  write('DeviceManagementManagedDevices.ReadWrite.All', 'change, delete and wipe devices'),
  write('DeviceManagementManagedDevices.PrivilegedOperations.All', 'restart, lock, sync, retire and wipe devices'),
  read('DeviceManagementConfiguration.Read.All', 'read policies and their state'),
  write('DeviceManagementConfiguration.ReadWrite.All', 'change policies and update rings, and wipe devices'),
  read('DeviceManagementServiceConfig.Read.All', 'read what is registered for Autopilot'),
  write('DeviceManagementServiceConfig.ReadWrite.All', 'register devices for Autopilot'),
  write('DeviceManagementApps.ReadWrite.All', 'deploy applications'),
  write('DeviceManagementScripts.ReadWrite.All', 'deploy and run remediation scripts'),
  write('WindowsUpdates.ReadWrite.All', 'approve, pause and expedite Windows updates'),
  read('User.Read.All', 'read users'),
  write('User.EnableDisableAccount.All', 'block users'),
  write('User.RevokeSessions.All', 'sign users out'),
  read('Device.Read.All', 'read device objects of the directory'),
  read('Group.Read.All', 'read groups and their members'),
  write('Group.ReadWrite.All', 'change groups and their members'),
  read('AuditLog.Read.All', 'read sign-in and audit logs'),
  read('Policy.Read.All', 'read conditional access policies'),
  read('RoleManagement.Read.Directory', 'read directory roles'),
  read('ServiceHealth.Read.All', "read Microsoft's own incidents"),
  read('ServiceMessage.Read.All', 'read the Message Center'),
  write('Mail.Send', 'send mail'),
  read('Mail.Read', 'read mail'),
  read('DeviceLocalCredential.Read.All', 'read local administrator passwords'),
  read('BitlockerKey.Read.All', 'read recovery keys'),
  read('SecurityAlert.Read.All', 'read security alerts'),
  write('SecurityAlert.ReadWrite.All', 'read and triage security alerts'),
  read('SecurityIncident.Read.All', 'read security incidents'),
  write('SecurityIncident.ReadWrite.All', 'read and triage security incidents'),
  read('ThreatHunting.Read.All', 'run hunting queries'),
  read('CloudPC.Read.All', 'read Cloud PCs'),
  write('CloudPC.ReadWrite.All', 'restart, restore and reprovision Cloud PCs'),
  read('Machine.Read.All', 'read machines', 'defender'),
  write('Machine.Isolate', 'isolate and release machines', 'defender'),
  write('Machine.RestrictExecution', 'restrict what machines may run', 'defender'),
  write('Machine.Scan', 'scan machines', 'defender'),
  write('Machine.CollectForensics', 'collect investigation packages', 'defender'),
  write('Machine.StopAndQuarantine', 'quarantine files', 'defender'),
];
