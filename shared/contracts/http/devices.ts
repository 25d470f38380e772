import * as z from 'zod';
import { DEVICE_PROFILES, deviceRecord } from '../events/device-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';
import { operationSchema } from './operations.ts';

const moment = z.iso.datetime();
const asked = { operationId: z.string(), reason: z.string(), at: moment };

/** How far the removal of a device from Autopilot is. */
export const removalState = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('planned'), ...asked }),
    z.object({ kind: z.literal('dispatching'), ...asked, dispatchedAt: moment }),
    /** Autopilot took the request, and still shows the device long after: a person looks, and may ask again. */
    z.object({ kind: z.literal('unknown'), ...asked, dispatchedAt: moment }),
  ])
  .meta({ id: 'Removal' });

export type RemovalState = z.output<typeof removalState>;

/** One device, as its tenant's operators see it. */
export const deviceBody = deviceRecord
  .extend({ removal: removalState.exactOptional(), sentence: z.string().describe('Its state, and why, for people.') })
  .meta({ id: 'Device' });

const states = z.enum(['registration-pending', 'registration-failed', 'ready-for-user', 'active', 'inactive']);
const profile = z.enum(DEVICE_PROFILES);
const flag = z.boolean();
const text = z.string().nullable();

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: text,
    serialNumber: text,
    manufacturer: text,
    model: text,
    state: states,
    profile: profile.nullable(),
    groupTag: text,
    shared: flag,
    virtual: flag,
    assignedUser: text,
    /** Codes, with blanks between them. */
    notes: z.string(),
    acceptedAt: moment,
    activeSince: moment.nullable(),
    autopilotDeviceId: text,
    managedDeviceId: text,
    entraDeviceId: text,
    removal: z.enum(['planned', 'dispatching', 'unknown']).nullable(),
  })
  .meta({ id: 'DeviceRow' });

const one = '/api/v1/tenants/{tenantId}/devices/{deviceId}';
const params = tenantParams.extend({ deviceId: idSchema });
const read = { permission: 'read:service', scope: 'tenant' } as const;

/** The devices of a tenant, from the moment they are accepted. */
export const deviceEndpoints = defineEndpoints({
  listDevices: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/devices',
    summary: 'Devices; the search looks into name, serial number, model and assigned user.',
    access: read,
    params: tenantParams,
    query: listQuery.extend({
      state: states.exactOptional(),
      profile: profile.exactOptional(),
      serialNumber: z.string().max(128).exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
  readDevice: {
    method: 'GET',
    path: one,
    summary: 'One device.',
    access: read,
    params,
    answers: { 200: deviceBody },
    errors: { 'device-unknown': 404 },
  },
  removeDevice: {
    method: 'POST',
    path: `${one}/remove`,
    summary: 'Take a device out of Autopilot and off the list. Refused while its registration is pending.',
    access: { permission: 'write:service', scope: 'tenant' },
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    answers: { 202: operationSchema },
    errors: { 'device-unknown': 404, 'device-pending': 409 },
  },
});
