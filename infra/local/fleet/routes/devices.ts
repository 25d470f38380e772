import type * as V1 from '@microsoft/microsoft-graph-types';
import { type Call, noContent } from '../graph/call.ts';
import { delta } from '../graph/delta.ts';
import { found, item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { joins } from '../model/windows.ts';
import { shape } from '../odata/shape.ts';
import {
  dateTime,
  deviceOf,
  devicesWhere,
  directoryObjectId,
  entraDeviceId,
  isInDirectory,
  isManaged,
  serialNumberOf,
} from '../tenant/devices.ts';
import { deviceScope } from './permissions.ts';

const throttle = 'directory';
const { read, write } = deviceScope;

/** A device as Entra knows it: `id` names the object in groups, `deviceId` the device itself. */
export const directoryDevice = shape<number, V1.Device>({
  type: 'microsoft.graph.device',
  properties: {
    id: { of: (device, { tenant }) => directoryObjectId(tenant, device), filter: ['eq', 'in'] },
    accountEnabled: { of: () => true, filter: ['eq'] },
    approximateLastSignInDateTime: {
      of: (device, { tenant, now }) =>
        isManaged(tenant, device) ? dateTime(tenant.fleet.reported.lastSync(device, now)) : null,
      filter: ['ge', 'gt', 'le', 'lt'],
    },
    deviceId: { of: (device, { tenant }) => entraDeviceId(tenant, device), filter: ['eq', 'in'] },
    displayName: {
      of: (device, call) =>
        isManaged(call.tenant, device) ? nameOf(device, call) : serialNumberOf(call.tenant, device),
      filter: ['eq', 'startswith', 'in'],
      orderBy: true,
    },
    enrollmentProfileName: (device, { tenant }) => (isManaged(tenant, device) ? 'Modern Workplace' : null),
    isCompliant: {
      of: (device, { tenant }) => (isManaged(tenant, device) ? tenant.fleet.columns.bitLocker[device] === 0 : null),
      filter: ['eq'],
    },
    isManaged: { of: (device, { tenant }) => (isManaged(tenant, device) ? true : null), filter: ['eq'] },
    operatingSystem: { of: () => 'Windows', filter: ['eq', 'startswith'] },
    operatingSystemVersion: (device, { tenant, now }) =>
      isManaged(tenant, device) ? tenant.fleet.reported.osVersion(device, now) : null,
    physicalIds: { of: (device, call) => physicalIds(device, call), filter: ['any'] },
    trustType: {
      of: (device, { tenant }) => TRUST_TYPES[joins[tenant.fleet.columns.join[device] ?? 0] ?? 'entra'],
      filter: ['eq'],
    },
  },
});

const rows = ({ tenant }: Call) => devicesWhere(tenant, (device) => isInDirectory(tenant, device));

export const devices: readonly Route[] = [
  list({
    path: '/devices',
    permissions: read,
    throttle,
    shape: directoryDevice,
    rows,
    key: (device) => device,
    page: { usual: 100, most: 999 },
  }),
  delta({
    path: '/devices/delta',
    permissions: read,
    throttle,
    shape: directoryDevice,
    kind: 'device',
    rows,
    key: (device) => device,
    find: ({ tenant }, device) => (isInDirectory(tenant, device) ? device : undefined),
    idOf: ({ tenant }, device) => directoryObjectId(tenant, device),
  }),
  item({ path: '/devices/{id}', permissions: read, throttle, shape: directoryDevice, find: inPath }),
  action({
    method: 'DELETE',
    path: '/devices/{id}',
    permissions: write,
    throttle,
    run: (call) => {
      const index = found(inPath(call), call);
      call.tenant.deletedDevices.add(index);
      call.tenant.changes.add({ time: call.now, kind: 'device', index, what: 'deleted' });
      return noContent;
    },
  }),
];

function inPath({ tenant, params }: Call): number | undefined {
  const device = deviceOf(tenant, 'entraObject', params['id'] ?? '');
  return device !== undefined && isInDirectory(tenant, device) ? device : undefined;
}

const nameOf = (device: number, { tenant }: Call) => tenant.fleet.names.name(device);

function physicalIds(device: number, { tenant, now }: Call): string[] {
  if (!tenant.autopilot.registration(device)) return [];
  const tag = tenant.autopilot.tag(device, now);
  const identity = `[ZTDId]:${tenant.fleet.ids.of('autopilotIdentity', device)}`;
  return tag === '' ? [identity] : [identity, `[OrderID]:${tag}`];
}

const TRUST_TYPES = {
  entra: 'AzureAd',
  hybrid: 'ServerAd',
  coManaged: 'ServerAd',
  coManagedPartly: 'ServerAd',
  registered: 'Workplace',
} as const;
