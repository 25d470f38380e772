import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import type { Call } from '../graph/call.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { bitLockerStates } from '../model/population.ts';
import { has } from '../model/protection.ts';
import { shape } from '../odata/shape.ts';
import { devicesWhere, isListedAsManaged, managedDeviceId, ownerOf } from '../tenant/devices.ts';
import { configurationScope } from './permissions.ts';

/** Whether a device is encrypted, and why not. */
const encryptionState = shape<number, object, Beta.ManagedDeviceEncryptionState>({
  type: 'microsoft.graph.managedDeviceEncryptionState',
  properties: {},
  beta: {
    id: (device, { tenant }) => managedDeviceId(tenant, device),
    advancedBitLockerStates: { of: bitLocker, enumeration: 'advancedBitLockerState' },
    deviceName: (device, { tenant }) => tenant.fleet.names.name(device),
    deviceType: { of: () => 'windowsRT' },
    encryptionReadinessState: {
      of: (device, { tenant }) => (has(tenant.fleet.columns, device, 'tpm2') ? 'ready' : 'notReady'),
      enumeration: 'encryptionReadinessState',
    },
    encryptionState: {
      of: (device, call) => (bitLocker(device, call) === 'success' ? 'encrypted' : 'notEncrypted'),
      enumeration: 'encryptionState',
    },
    osVersion: (device, { tenant, now }) => tenant.fleet.reported.osVersion(device, now),
    tpmSpecificationVersion: (device, { tenant }) => (has(tenant.fleet.columns, device, 'tpm2') ? '2.0' : '1.2'),
    userPrincipalName: (device, { tenant }) => ownerOf(tenant, device)?.userPrincipalName ?? '',
  },
});

function bitLocker(device: number, { tenant }: Call): Beta.AdvancedBitLockerState {
  return bitLockerStates[tenant.fleet.columns.bitLocker[device] ?? 0] ?? 'success';
}

export const encryptionStates: readonly Route[] = [
  list({
    path: '/deviceManagement/managedDeviceEncryptionStates',
    since: 'beta',
    permissions: configurationScope.read,
    throttle: 'intuneConfiguration',
    shape: encryptionState,
    rows: ({ tenant, now }) => devicesWhere(tenant, (device) => isListedAsManaged(tenant, device, now)),
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
];
