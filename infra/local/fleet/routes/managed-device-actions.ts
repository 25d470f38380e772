import { z } from 'zod';
import { type Call, noContent } from '../graph/call.ts';
import { found } from '../graph/item.ts';
import { action, type Route } from '../graph/route.ts';
import type { ManagementAction } from '../model/actions.ts';
import { managedDeviceInPath } from './managed-devices.ts';
import { managedDevicesScope, privilegedOperations } from './permissions.ts';

const PATH = '/deviceManagement/managedDevices/{id}';
const throttle = 'intuneDevices';
const { write } = managedDevicesScope;

/** What Intune is asked to do to a device; it is done once the device checks in. */
export const managedDeviceActions: readonly Route[] = [
  action({
    method: 'DELETE',
    path: PATH,
    approval: 'deviceDelete',
    permissions: write,
    throttle,
    run: (call) => order(call, 'delete'),
  }),
  ...(
    ['syncDevice', 'rebootNow', 'shutDown', 'remoteLock', 'locateDevice', 'windowsDefenderUpdateSignatures'] as const
  ).map((kind) =>
    action({
      path: `${PATH}/${kind}`,
      permissions: privilegedOperations,
      throttle,
      run: (call) => order(call, kind),
    }),
  ),
  action({
    path: `${PATH}/retire`,
    approval: 'deviceRetire',
    permissions: privilegedOperations,
    throttle,
    run: (call) => order(call, 'retire'),
  }),
  ...(['rotateLocalAdminPassword', 'rotateBitLockerKeys'] as const).map((kind) =>
    action({
      path: `${PATH}/${kind}`,
      since: 'beta',
      permissions: write,
      throttle,
      run: (call) => order(call, kind),
    }),
  ),
  action({
    path: `${PATH}/wipe`,
    approval: 'deviceWipe',
    permissions: [...privilegedOperations, ...write, 'DeviceManagementConfiguration.ReadWrite.All'],
    throttle,
    body: z.strictObject({
      keepEnrollmentData: z.boolean().nullish(),
      keepUserData: z.boolean().nullish(),
      macOsUnlockCode: z.string().nullish(),
      persistEsimDataPlan: z.boolean().nullish(),
    }),
    run: (call) => order(call, 'wipe'),
  }),
  action({
    path: `${PATH}/cleanWindowsDevice`,
    permissions: privilegedOperations,
    throttle,
    body: z.strictObject({ keepUserData: z.boolean().nullish() }),
    run: (call) => order(call, 'cleanWindowsDevice'),
  }),
  action({
    path: `${PATH}/windowsDefenderScan`,
    permissions: privilegedOperations,
    throttle,
    body: z.strictObject({ quickScan: z.boolean().nullish() }),
    run: (call, { quickScan }) => order(call, 'windowsDefenderScan', quickScan === false),
  }),
  action({
    path: `${PATH}/initiateOnDemandProactiveRemediation`,
    since: 'beta',
    permissions: [...write, ...privilegedOperations],
    throttle,
    body: z.strictObject({ scriptPolicyId: z.guid() }),
    run: (call) => order(call, 'initiateOnDemandProactiveRemediation'),
  }),
];

function order(call: Call, kind: ManagementAction, full = false) {
  call.tenant.fleet.actions.request(kind, found(managedDeviceInPath(call), call), { full });
  return noContent;
}
