import { has } from '../model/protection.ts';
import { DAY, HOUR } from '../model/time.ts';
import { editions, joins } from '../model/windows.ts';
import {
  dateTime,
  entraDeviceId,
  isManaged,
  managedDeviceId,
  modelOf,
  ownerOf,
  serialNumberOf,
} from '../tenant/devices.ts';
import { stopErrorsOf } from '../tenant/stop-error-counts.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { userId } from '../tenant/users.ts';

/** A cell of a report. */
export type Cell = string | number | boolean;

/** A table that Intune exports: one row a device. */
export interface Report {
  /** How old what it shows may be, in milliseconds. */
  readonly age: { readonly least: number; readonly most: number };
  /** Which devices are in it. */
  rows(tenant: Tenant, device: number, asOf: number): boolean;
  readonly columns: Readonly<Record<string, (device: number, tenant: Tenant, asOf: number) => Cell>>;
  /** Columns that a filter may name. */
  readonly filters: readonly string[];
}

const managed = (tenant: Tenant, device: number, asOf: number) =>
  isManaged(tenant, device) && (tenant.fleet.columns.enrolledAt[device] ?? 0) <= asOf;

/** `2026-07-20 04:41:52.7475490`, without a zone. */
const reportTime = (time: number) => `${dateTime(time).slice(0, 23).replace('T', ' ')}0000`;

const common: Report['columns'] = {
  DeviceId: (device, tenant) => managedDeviceId(tenant, device),
  DeviceName: (device, { fleet }) => fleet.names.name(device),
  UPN: (device, tenant) => ownerOf(tenant, device)?.userPrincipalName ?? '',
};

const inventory: Report = {
  age: { least: 0, most: HOUR },
  rows: managed,
  filters: ['DeviceType', 'LastContact', 'CompliantState', 'OwnerType', 'ManagementAgents'],
  columns: {
    ...common,
    ReferenceId: (device, tenant) => entraDeviceId(tenant, device),
    SerialNumber: (device, tenant) => serialNumberOf(tenant, device),
    Manufacturer: (device, tenant) => modelOf(tenant, device).manufacturer,
    Model: (device, tenant) => modelOf(tenant, device).model,
    OSVersion: (device, { fleet }, asOf) => fleet.reported.osVersion(device, asOf),
    SkuFamily: (device, { fleet }) => editions[fleet.columns.edition[device] ?? 0] ?? '',
    JoinType: (device, { fleet }) =>
      joins[fleet.columns.join[device] ?? 0] === 'entra' ? 'Microsoft Entra joined' : 'Microsoft Entra hybrid joined',
    LastContact: (device, { fleet }, asOf) => reportTime(fleet.reported.lastSync(device, asOf)),
    CreatedDate: (device, { fleet }) => reportTime(fleet.columns.enrolledAt[device] ?? 0),
    CompliantState: (device, { fleet }) => (fleet.columns.bitLocker[device] === 0 ? 'Compliant' : 'Noncompliant'),
    IsEncrypted: (device, { fleet }) => (fleet.columns.bitLocker[device] === 0 ? 'True' : 'False'),
    StorageTotal: (device, { fleet }) => (fleet.columns.diskGigabytes[device] ?? 0) * 1_024,
    StorageFree: (device, { fleet }) => Math.round((fleet.columns.freeGigabytes[device] ?? 0) * 1_024),
    UserId: (device, tenant) => {
      const owner = ownerOf(tenant, device);
      return owner ? userId(tenant, owner.index) : '';
    },
    OwnerType: () => 'Corporate',
    ManagementAgents: () => 'MDM',
    DeviceType: () => 'Windows',
    ProcessorArchitecture: (device, tenant) => (modelOf(tenant, device).arch === 'arm64' ? 12 : 9),
  },
};

const defender: Report = {
  age: { least: 0, most: 8 * HOUR },
  rows: managed,
  filters: ['DeviceState', 'SignatureUpdateOverdue'],
  columns: {
    ...common,
    DeviceState: () => 'Clean',
    ProductStatus: () => 'NoStatus',
    RealTimeProtectionEnabled: (device, { fleet }) =>
      has(fleet.columns, device, 'realTimeProtection') ? 'True' : 'False',
    TamperProtectionEnabled: (device, { fleet }) => (has(fleet.columns, device, 'tamperProtection') ? 'True' : 'False'),
    SignatureUpdateOverdue: (device, { fleet }, asOf) =>
      fleet.reported.signaturesOverdue(device, asOf) ? 'True' : 'False',
    PendingReboot: () => 'False',
    LastReportedDateTime: (device, { fleet }, asOf) => reportTime(fleet.reported.lastSync(device, asOf)),
  },
};

const firewall: Report = {
  age: { least: 0, most: 8 * HOUR },
  rows: managed,
  filters: ['FirewallStatus'],
  columns: {
    ...common,
    ReferenceId: (device, tenant) => entraDeviceId(tenant, device),
    FirewallStatus: (device, { fleet }) => (has(fleet.columns, device, 'firewall') ? '0' : '1'),
    LastReportedDateTime: (device, { fleet }, asOf) => reportTime(fleet.reported.lastSync(device, asOf)),
  },
};

const startup: Report = {
  age: { least: DAY, most: 2 * DAY },
  rows: managed,
  filters: ['BlueScreenCount', 'DeviceId'],
  columns: {
    ...common,
    Manufacturer: (device, tenant) => modelOf(tenant, device).manufacturer,
    Model: (device, tenant) => modelOf(tenant, device).model,
    OSVersion: (device, { fleet }, asOf) => fleet.reported.osVersion(device, asOf),
    BlueScreenCount: (device, tenant, asOf) => stopErrorsOf(tenant, device, asOf),
    RestartCount: (device, tenant, asOf) => stopErrorsOf(tenant, device, asOf),
    HealthStatus: () => 'meetingGoals',
  },
};

/** Reports by the names that export jobs are asked for. */
export const reports: Readonly<Record<string, Report>> = {
  Devices: inventory,
  DevicesWithInventory: inventory,
  DefenderAgents: defender,
  UnhealthyDefenderAgents: {
    ...defender,
    rows: (tenant, device, asOf) =>
      managed(tenant, device, asOf) &&
      (!has(tenant.fleet.columns, device, 'realTimeProtection') ||
        tenant.fleet.reported.signaturesOverdue(device, asOf)),
  },
  FirewallStatus: firewall,
  FirewallUnhealthyStatus: {
    ...firewall,
    rows: (tenant, device, asOf) => managed(tenant, device, asOf) && !has(tenant.fleet.columns, device, 'firewall'),
  },
  EAStartupPerfDevicePerformanceV2: startup,
};
