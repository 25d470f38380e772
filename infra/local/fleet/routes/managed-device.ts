import type * as V1 from '@microsoft/microsoft-graph-types';
import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import type { Call } from '../graph/call.ts';
import type { Action } from '../model/actions.ts';
import { NO_OWNER } from '../model/population.ts';
import { editions, joins } from '../model/windows.ts';
import { shape } from '../odata/shape.ts';
import { dateTime, entraDeviceId, managedDeviceId, modelOf, ownerOf, serialNumberOf } from '../tenant/devices.ts';
import { userId } from '../tenant/users.ts';
import { lastSyncOf, osVersionOf } from './last-sync.ts';

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
      of: (device, call) => dateTime(lastSyncOf(device, call)),
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
      of: (device, call) => osVersionOf(device, call),
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
    userId: { of: (device, { tenant }) => ownerIdOf(device, tenant), filter: ['eq'] },
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

/** The id of its user; empty for a shared device. */
export function ownerIdOf(device: number, tenant: Call['tenant']): string {
  const owner = tenant.fleet.columns.owner[device] ?? NO_OWNER;
  return owner === NO_OWNER ? '' : userId(tenant, owner);
}

/** A locally administered address, which no maker owns. */
const macAddress = (device: number, kind: number) =>
  `02${kind.toString(16).padStart(2, '0')}${device.toString(16).padStart(8, '0')}`.toUpperCase();

const GB = 1_073_741_824;
