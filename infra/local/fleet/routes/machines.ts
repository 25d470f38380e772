import type { Call } from '../graph/call.ts';
import { item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { DAY } from '../model/time.ts';
import { shape } from '../odata/shape.ts';
import {
  dateTime,
  deviceOf,
  devicesWhere,
  entraDeviceId,
  isListedByDefender,
  machineId,
  modelOf,
} from '../tenant/devices.ts';
import { lastSyncOf, osVersionOf } from './last-sync.ts';
import { machinesScope } from './permissions.ts';

const api = 'defender';
const throttle = 'defender';
const { read } = machinesScope;

/** A device as Defender for Endpoint describes it. */
interface MachineResource {
  readonly id: string;
  readonly aadDeviceId: string;
  readonly computerDnsName: string;
  readonly healthStatus: 'Active' | 'Inactive' | 'ImpairedCommunication' | 'NoSensorData' | 'Unknown';
  readonly onboardingStatus: 'onboarded' | 'CanBeOnboarded' | 'Unsupported' | 'InsufficientInfo';
  readonly riskScore: 'None' | 'Informational' | 'Low' | 'Medium' | 'High';
  readonly exposureLevel: 'None' | 'Low' | 'Medium' | 'High';
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly machineTags: readonly string[];
  readonly osBuild: number;
  readonly osPlatform: string;
  readonly osProcessor: string;
  readonly version: string;
}

const machine = shape<number, MachineResource>({
  type: 'microsoft.windowsDefenderATP.api.machine',
  properties: {
    id: { of: (device, { tenant }) => machineId(tenant, device), filter: ['eq'] },
    aadDeviceId: { of: (device, { tenant }) => entraDeviceId(tenant, device), filter: ['eq'] },
    computerDnsName: { of: (device, call) => dnsName(device, call), filter: ['eq', 'startswith'] },
    healthStatus: {
      of: (device, call) => (call.now - lastSyncOf(device, call) < INACTIVE_AFTER_MS ? 'Active' : 'Inactive'),
      filter: ['eq'],
    },
    onboardingStatus: { of: () => 'onboarded', filter: ['eq'] },
    riskScore: { of: () => 'None', filter: ['eq'] },
    exposureLevel: { of: () => 'Low', filter: ['eq'] },
    firstSeen: (device, { tenant }) => dateTime(tenant.fleet.columns.enrolledAt[device] ?? 0),
    lastSeen: {
      of: (device, call) => dateTime(lastSyncOf(device, call)),
      filter: ['ge', 'gt', 'le', 'lt'],
    },
    machineTags: { of: () => [], filter: ['any'] },
    osBuild: (device, call) => Number(osVersionOf(device, call).split('.')[2]),
    osPlatform: { of: () => 'Windows11', filter: ['eq'] },
    osProcessor: (device, { tenant }) => modelOf(tenant, device).arch,
    version: (device, call) => osVersionOf(device, call),
  },
});

export const machines: readonly Route[] = [
  list({
    api,
    path: '/machines',
    permissions: read,
    throttle,
    shape: machine,
    rows: ({ tenant, now }) => devicesWhere(tenant, (device) => isListedByDefender(tenant, device, now)),
    key: (device) => device,
    page: { usual: 10_000, most: 10_000 },
    options: ['$filter', '$top', '$skip', '$skiptoken'],
  }),
  item({ api, path: '/machines/{id}', permissions: read, throttle, shape: machine, find: machineInPath }),
];

const INACTIVE_AFTER_MS = 7 * DAY;

export const dnsName = (device: number, { tenant }: Call) =>
  `${tenant.fleet.names.name(device)}.${tenant.domain}`.toLowerCase();

export function machineInPath({ tenant, params, now }: Call): number | undefined {
  const { id = '' } = params;
  const device = deviceOf(tenant, 'defenderMachine', id) ?? deviceOf(tenant, 'entraDevice', id);
  return device !== undefined && isListedByDefender(tenant, device, now) ? device : undefined;
}
