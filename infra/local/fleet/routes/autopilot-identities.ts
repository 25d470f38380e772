import type * as V1 from '@microsoft/microsoft-graph-types';
import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import { type Call, noContent } from '../graph/call.ts';
import { badRequest } from '../graph/errors.ts';
import { found, item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import {
  dateTime,
  deviceOf,
  devicesWhere,
  entraDeviceId,
  hasIdentity,
  isManaged,
  managedDeviceId,
  modelOf,
} from '../tenant/devices.ts';
import { userOf } from '../tenant/users.ts';
import { serviceConfigScope } from './permissions.ts';

const PATH = '/deviceManagement/windowsAutopilotDeviceIdentities';
const throttle = 'intuneConfiguration';
const { read, write } = serviceConfigScope;

/** A device that is registered with Windows Autopilot. */
const autopilotIdentity = shape<number, V1.WindowsAutopilotDeviceIdentity, Beta.WindowsAutopilotDeviceIdentity>({
  type: 'microsoft.graph.windowsAutopilotDeviceIdentity',
  properties: {
    id: (device, { tenant }) => identityId(tenant, device),
    addressableUserName: (device, call) => registration(device, call)?.addressableUserName ?? '',
    azureActiveDirectoryDeviceId: (device, { tenant }) => entraDeviceId(tenant, device),
    displayName: (device, call) => registration(device, call)?.displayName ?? '',
    enrollmentState: {
      of: (device, { tenant }) => (isManaged(tenant, device) ? 'enrolled' : 'notContacted'),
      enumeration: 'enrollmentState',
    },
    groupTag: { of: (device, { tenant, now }) => tenant.autopilot.tag(device, now), filter: ['eq', 'contains'] },
    lastContactedDateTime: (device, { tenant, now }) =>
      isManaged(tenant, device) ? dateTime(tenant.fleet.reported.lastSync(device, now)) : NEVER,
    managedDeviceId: (device, { tenant }) => (isManaged(tenant, device) ? managedDeviceId(tenant, device) : NO_ID),
    manufacturer: (device, { tenant }) => modelOf(tenant, device).manufacturer,
    model: (device, { tenant }) => modelOf(tenant, device).model,
    productKey: () => '',
    purchaseOrderIdentifier: () => '',
    resourceName: () => '',
    serialNumber: { of: (device, call) => registration(device, call)?.serialNumber ?? '', filter: ['eq', 'contains'] },
    skuNumber: () => '',
    systemFamily: (device, { tenant }) => modelOf(tenant, device).systemFamily,
    userPrincipalName: (device, call) => registration(device, call)?.userPrincipalName ?? '',
  },
  beta: {
    azureAdDeviceId: (device, { tenant }) => entraDeviceId(tenant, device),
    deploymentProfileAssignmentStatus: {
      of: (device, { tenant }) => (tenant.fleet.life(device) === 'tagged' ? 'pending' : 'assignedInSync'),
      enumeration: 'windowsAutopilotProfileAssignmentStatus',
    },
    remediationState: { of: () => 'noRemediationRequired', enumeration: 'windowsAutopilotDeviceRemediationState' },
  },
});

export const autopilotIdentities: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: autopilotIdentity,
    rows: ({ tenant }) => devicesWhere(tenant, (device) => hasIdentity(tenant, device)),
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: autopilotIdentity, find: inPath }),
  action({
    path: `${PATH}/{id}/updateDeviceProperties`,
    permissions: write,
    throttle,
    body: z.strictObject({
      groupTag: z.string().max(512).optional(),
      displayName: z.string().max(15).optional(),
      userPrincipalName: z.string().optional(),
      addressableUserName: z.string().optional(),
    }),
    run: (call, body) => {
      const device = found(inPath(call), call);
      demandUser(call, body.userPrincipalName);
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      call.tenant.autopilot.write(device, given);
      return noContent;
    },
  }),
  action({
    path: `${PATH}/{id}/assignUserToDevice`,
    permissions: write,
    throttle,
    body: z.strictObject({ userPrincipalName: z.string(), addressableUserName: z.string() }),
    run: (call, body) => {
      const device = found(inPath(call), call);
      demandUser(call, body.userPrincipalName);
      call.tenant.autopilot.write(device, body);
      return noContent;
    },
  }),
  action({
    path: `${PATH}/{id}/unassignUserFromDevice`,
    permissions: write,
    throttle,
    run: (call) => {
      call.tenant.autopilot.write(found(inPath(call), call), { userPrincipalName: '', addressableUserName: '' });
      return noContent;
    },
  }),
  action({
    method: 'DELETE',
    path: `${PATH}/{id}`,
    permissions: write,
    throttle,
    run: (call) => {
      const device = found(inPath(call), call);
      if (isManaged(call.tenant, device)) throw badRequest('The device is enrolled; remove its managed device first.');
      call.tenant.autopilot.deregister(device);
      return noContent;
    },
  }),
];

const NO_ID = '00000000-0000-0000-0000-000000000000';
const NEVER = '0001-01-01T00:00:00Z';

const identityId = ({ fleet }: Call['tenant'], device: number) => fleet.ids.of('autopilotIdentity', device);

const registration = (device: number, { tenant }: Call) => tenant.autopilot.registration(device);

function inPath({ tenant, params }: Call): number | undefined {
  const device = deviceOf(tenant, 'autopilotIdentity', params['id'] ?? '');
  return device !== undefined && hasIdentity(tenant, device) ? device : undefined;
}

function demandUser({ tenant }: Call, userPrincipalName: string | undefined): void {
  if (userPrincipalName && userOf(tenant, userPrincipalName) === undefined)
    throw badRequest(`User ${userPrincipalName} was not found.`);
}
