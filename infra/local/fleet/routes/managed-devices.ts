import type * as V1 from '@microsoft/microsoft-graph-types';
import { type Call, ok } from '../graph/call.ts';
import { item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { deviceOfManagedId, devicesWhere, isListedAsManaged, isManaged } from '../tenant/devices.ts';
import { managedDevice, ownerIdOf } from './managed-device.ts';
import { managedDevicesScope } from './permissions.ts';

const PATH = '/deviceManagement/managedDevices';
const throttle = 'intuneDevices';
const { read } = managedDevicesScope;

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
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: managedDevice, find: managedDeviceInPath }),
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
        (device) => isListedAsManaged(tenant, device, now) && ownerIdOf(device, tenant) === params['id']?.toLowerCase(),
      ),
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
];

export function managedDeviceInPath({ tenant, params }: Call): number | undefined {
  return deviceOfManagedId(tenant, params['id'] ?? '');
}
