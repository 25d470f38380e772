import type * as V1 from '@microsoft/microsoft-graph-types';
import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import { type Call, noContent, ok } from '../graph/call.ts';
import { found, item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import type { Action, ManagementAction } from '../model/actions.ts';
import { NO_OWNER } from '../model/population.ts';
import { editions, joins } from '../model/windows.ts';
import { shape } from '../odata/shape.ts';
import {
  dateTime,
  deviceOfManagedId,
  devicesWhere,
  entraDeviceId,
  isListedAsManaged,
  isManaged,
  managedDeviceId,
  modelOf,
  ownerOf,
  serialNumberOf,
} from '../tenant/devices.ts';
import { userId } from '../tenant/users.ts';
import { managedDevicesScope, privilegedOperations } from './permissions.ts';

const PATH = '/deviceManagement/managedDevices';
const throttle = 'intuneDevices';
const { read, write } = managedDevicesScope;

/** A Windows device that Intune manages. */
export const managedDevice = shape<number, V1.ManagedDevice, Beta.ManagedDevice>({
  type: 'microsoft.graph.managedDevice',
  properties: {
    id: { of: (device, { tenant }) => managedDeviceId(tenant, device), filter: ['eq', 'ne'] },
    azureADDeviceId: { of: (device, { tenant }) => entraDeviceId(tenant, device), filter: ['eq'] },
    azureADRegistered: () => true,
    complianceState: {
      of: (device, { tenant }) => (tenant.fleet.columns.bitLocker[device] === 0 ? 'compliant' : 'noncompliant'),
      filter: ['eq', 'ne'],
      enumeration: 'complianceState',
    },
    configurationManagerClientEnabledFeatures: (device, call) => coManagement(device, call),
    deviceActionResults: (device, call) => actionResults(device, call),
    deviceCategoryDisplayName: { of: () => 'Unassigned', filter: ['eq', 'ne'] },
    deviceEnrollmentType: {
      of: (device, call) => (join(device, call) === 'entra' ? 'windowsAzureADJoin' : 'windowsCoManagement'),
      enumeration: 'deviceEnrollmentType',
    },
    deviceName: {
      of: (device, { tenant }) => tenant.fleet.names.name(device),
      filter: ['eq', 'ne', 'contains', 'startswith'],
      orderBy: true,
    },
    deviceRegistrationState: { of: () => 'registered', enumeration: 'deviceRegistrationState' },
    emailAddress: (device, { tenant }) => ownerOf(tenant, device)?.userPrincipalName ?? '',
    enrolledDateTime: {
      of: (device, { tenant }) => dateTime(tenant.fleet.columns.enrolledAt[device] ?? 0),
      filter: ['gt', 'ge', 'lt', 'le'],
      orderBy: true,
    },
    enrollmentProfileName: { of: () => 'Modern Workplace', unlessSelected: null },
    ethernetMacAddress: { of: (device) => macAddress(device, 0x0e), unlessSelected: null },
    freeStorageSpaceInBytes: (device, { tenant }) => Math.round((tenant.fleet.columns.freeGigabytes[device] ?? 0) * GB),
    isEncrypted: (device, { tenant }) => tenant.fleet.columns.bitLocker[device] === 0,
    isSupervised: () => false,
    jailBroken: { of: () => 'Unknown', filter: ['eq'] },
    lastSyncDateTime: {
      of: (device, { tenant, now }) => dateTime(tenant.fleet.reported.lastSync(device, now)),
      filter: ['gt', 'ge', 'lt', 'le'],
      orderBy: true,
    },
    managedDeviceName: (device, { tenant }) => `${tenant.fleet.names.name(device)}_Windows`,
    managedDeviceOwnerType: { of: () => 'company', enumeration: 'managedDeviceOwnerType' },
    managementAgent: {
      of: (device, call) => (isCoManaged(device, call) ? 'configurationManagerClientMdm' : 'mdm'),
      filter: ['eq', 'ne'],
      enumeration: 'managementAgentType',
    },
    manufacturer: {
      of: (device, { tenant }) => modelOf(tenant, device).manufacturer,
      filter: ['eq', 'ne', 'contains'],
      orderBy: true,
    },
    model: {
      of: (device, { tenant }) => modelOf(tenant, device).model,
      filter: ['eq', 'ne', 'contains'],
      orderBy: true,
    },
    operatingSystem: { of: () => 'Windows', filter: ['eq'] },
    osVersion: {
      of: (device, { tenant, now }) => tenant.fleet.reported.osVersion(device, now),
      filter: ['eq', 'contains', 'startswith'],
      orderBy: true,
    },
    partnerReportedThreatState: { of: () => 'unknown', enumeration: 'managedDevicePartnerReportedHealthState' },
    physicalMemoryInBytes: {
      of: (device, { tenant }) => (tenant.fleet.columns.memoryGigabytes[device] ?? 0) * GB,
      unlessSelected: 0,
    },
    serialNumber: {
      of: (device, { tenant }) => serialNumberOf(tenant, device),
      filter: ['eq', 'ne', 'contains'],
      orderBy: true,
    },
    totalStorageSpaceInBytes: (device, { tenant }) => (tenant.fleet.columns.diskGigabytes[device] ?? 0) * GB,
    userDisplayName: (device, { tenant }) => ownerOf(tenant, device)?.displayName ?? '',
    userId: { of: (device, { tenant }) => userIdOf(device, tenant.fleet.columns.owner, tenant), filter: ['eq'] },
    userPrincipalName: {
      of: (device, { tenant }) => ownerOf(tenant, device)?.userPrincipalName ?? '',
      filter: ['eq', 'ne', 'contains'],
    },
    wiFiMacAddress: (device) => macAddress(device, 0x1e),
  },
  beta: {
    autopilotEnrolled: (device, { tenant }) => tenant.autopilot.registration(device) !== undefined,
    deviceType: { of: () => 'windowsRT', filter: ['eq'], enumeration: 'deviceType' },
    hardwareInformation: {
      of: (device, call) => hardwareInformation(device, call),
      unlessSelected: null,
    },
    joinType: {
      of: (device, call) => JOIN_TYPES[join(device, call)],
      enumeration: 'joinType',
    },
    managementState: {
      of: (device, call) => managementState(device, call),
      filter: ['eq'],
      enumeration: 'managementState',
    },
    ownerType: { of: () => 'company', filter: ['eq'], enumeration: 'ownerType' },
    processorArchitecture: {
      of: (device, { tenant }) => (modelOf(tenant, device).arch === 'arm64' ? 'arM64' : 'x64'),
      enumeration: 'managedDeviceArchitecture',
    },
    skuFamily: (device, call) => SKU_FAMILIES[edition(device, call)],
  },
});

export const managedDevices: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: managedDevice,
    rows: ({ tenant, now }) => devicesWhere(tenant, (device) => isListedAsManaged(tenant, device, now)),
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: managedDevice, find: deviceInPath }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions: write,
    throttle,
    run: (call) => order(call, 'delete'),
  }),
  ...(
    [
      'syncDevice',
      'rebootNow',
      'shutDown',
      'remoteLock',
      'locateDevice',
      'retire',
      'windowsDefenderUpdateSignatures',
    ] as const
  ).map((kind) =>
    action({
      path: `${PATH}/{id}/${kind}`,
      permissions: privilegedOperations,
      throttle,
      run: (call) => order(call, kind),
    }),
  ),
  ...(['rotateLocalAdminPassword', 'rotateBitLockerKeys'] as const).map((kind) =>
    action({
      path: `${PATH}/{id}/${kind}`,
      since: 'beta',
      permissions: write,
      throttle,
      run: (call) => order(call, kind),
    }),
  ),
  action({
    path: `${PATH}/{id}/wipe`,
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
    path: `${PATH}/{id}/cleanWindowsDevice`,
    permissions: privilegedOperations,
    throttle,
    body: z.strictObject({ keepUserData: z.boolean().nullish() }),
    run: (call) => order(call, 'cleanWindowsDevice'),
  }),
  action({
    path: `${PATH}/{id}/windowsDefenderScan`,
    permissions: privilegedOperations,
    throttle,
    body: z.strictObject({ quickScan: z.boolean().nullish() }),
    run: (call, { quickScan }) => order(call, 'windowsDefenderScan', quickScan === false),
  }),
  action({
    path: `${PATH}/{id}/initiateOnDemandProactiveRemediation`,
    since: 'beta',
    permissions: [...write, ...privilegedOperations],
    throttle,
    body: z.strictObject({ scriptPolicyId: z.guid() }),
    run: (call) => order(call, 'initiateOnDemandProactiveRemediation'),
  }),
  action({
    method: 'GET',
    path: '/deviceManagement/managedDeviceOverview',
    permissions: read,
    throttle,
    run: ({ tenant }) => {
      const enrolledDeviceCount = [...devicesWhere(tenant, (device) => isManaged(tenant, device))].length;
      const overview: V1.ManagedDeviceOverview = {
        id: tenant.id,
        enrolledDeviceCount,
        mdmEnrolledCount: enrolledDeviceCount,
        dualEnrolledDeviceCount: 0,
        deviceOperatingSystemSummary: { windowsCount: enrolledDeviceCount },
      };
      return ok(overview);
    },
  }),
  list({
    path: '/users/{id}/managedDevices',
    permissions: read,
    throttle,
    shape: managedDevice,
    rows: ({ tenant, now, params }) =>
      devicesWhere(
        tenant,
        (device) =>
          isListedAsManaged(tenant, device, now) &&
          userIdOf(device, tenant.fleet.columns.owner, tenant) === params['id']?.toLowerCase(),
      ),
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
];

function deviceInPath({ tenant, params }: Call): number | undefined {
  return deviceOfManagedId(tenant, params['id'] ?? '');
}

function order(call: Call, kind: ManagementAction, full = false) {
  call.tenant.fleet.actions.request(kind, found(deviceInPath(call), call), { full });
  return noContent;
}

function actionResults(device: number, { tenant, now }: Call): V1.DeviceActionResult[] {
  return tenant.fleet.actions
    .of(device)
    .filter(
      ({ kind, requestedAt }) =>
        isManagement(kind) && tenant.fleet.visibleAt(device, 'deviceAction', requestedAt) <= now,
    )
    .map(({ kind, state, requestedAt, changedAt }) => ({
      actionName: kind,
      actionState: state === 'timedOut' ? 'failed' : state,
      startDateTime: dateTime(requestedAt),
      lastUpdatedDateTime: dateTime(changedAt),
    }));
}

/** Intune names its actions in camel case, Defender in Pascal case. */
const isManagement = (kind: Action['kind']) => /^[a-z]/.test(kind);

function managementState(device: number, { tenant }: Call): Beta.ManagementState {
  const open = tenant.fleet.actions.of(device).findLast(({ state }) => state === 'pending' || state === 'active');
  switch (open?.kind) {
    case 'wipe':
      return 'wipePending';
    case 'retire':
      return 'retirePending';
    case 'delete':
      return 'deletePending';
    default:
      return 'managed';
  }
}

const join = (device: number, { tenant }: Call) => joins[tenant.fleet.columns.join[device] ?? 0] ?? 'entra';
const edition = (device: number, { tenant }: Call) =>
  editions[tenant.fleet.columns.edition[device] ?? 0] ?? 'enterprise';

const JOIN_TYPES = {
  entra: 'azureADJoined',
  hybrid: 'hybridAzureADJoined',
  coManaged: 'hybridAzureADJoined',
  coManagedPartly: 'hybridAzureADJoined',
  registered: 'azureADRegistered',
} as const;

const SKU_FAMILIES = { enterprise: 'Enterprise', pro: 'Pro', education: 'Education', ltsc: 'EnterpriseS' } as const;

const isCoManaged = (device: number, call: Call) => join(device, call).startsWith('coManaged');

function coManagement(device: number, call: Call): V1.ConfigurationManagerClientEnabledFeatures | null {
  if (!isCoManaged(device, call)) return null;
  return {
    inventory: true,
    modernApps: true,
    resourceAccess: true,
    deviceConfiguration: true,
    compliancePolicy: true,
    windowsUpdateForBusiness: join(device, call) === 'coManaged',
  };
}

function hardwareInformation(device: number, call: Call): Beta.HardwareInformation {
  const { manufacturer, model } = modelOf(call.tenant, device);
  return {
    serialNumber: serialNumberOf(call.tenant, device),
    manufacturer,
    model,
    operatingSystemEdition: SKU_FAMILIES[edition(device, call)],
    tpmSpecificationVersion: '2.0, 0, 1.38',
  };
}

function userIdOf(device: number, owners: ArrayLike<number>, tenant: Call['tenant']): string {
  const owner = owners[device] ?? NO_OWNER;
  return owner === NO_OWNER ? '' : userId(tenant, owner);
}

/** A locally administered address, which no maker owns. */
const macAddress = (device: number, kind: number) =>
  `02${kind.toString(16).padStart(2, '0')}${device.toString(16).padStart(8, '0')}`.toUpperCase();

const GB = 1_073_741_824;
