/** Application permissions, as the reference lists them from least to most. */
const scope = (name: string) => ({
  read: [`${name}.Read.All`, `${name}.ReadWrite.All`],
  write: [`${name}.ReadWrite.All`],
});

export const managedDevicesScope = scope('DeviceManagementManagedDevices');
export const serviceConfigScope = scope('DeviceManagementServiceConfig');
export const configurationScope = scope('DeviceManagementConfiguration');
export const privilegedOperations = ['DeviceManagementManagedDevices.PrivilegedOperations.All'];
export const directoryScope = ['Directory.Read.All', 'Directory.ReadWrite.All'];
export const deviceScope = {
  read: ['Device.Read.All', 'Device.ReadWrite.All', ...directoryScope],
  write: ['Device.ReadWrite.All'],
};
export const userScope = {
  read: ['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All', ...directoryScope],
  enable: ['User.EnableDisableAccount.All', 'User.ReadWrite.All'],
  revoke: ['User.RevokeSessions.All', 'User.ReadWrite.All'],
};
export const groupScope = {
  read: ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', ...directoryScope],
  create: ['Group.Create', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  write: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  members: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
};
export const alertScope = scope('SecurityAlert');
export const incidentScope = scope('SecurityIncident');
export const machinesScope = scope('Machine');
