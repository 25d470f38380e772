import * as z from 'zod';
import { DEVICE_PROFILES, deviceRecord } from '../events/device-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

/** One device, as its tenant's operators see it. */
export const deviceBody = deviceRecord.meta({ id: 'Device' });

const states = z.enum(['registration-pending', 'registration-failed', 'ready-for-user', 'active', 'inactive']);
const profile = z.enum(DEVICE_PROFILES);
const flag = z.boolean();

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    serialNumber: z.string().nullable(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    state: states,
    profile: profile.nullable(),
    groupTag: z.string().nullable(),
    shared: flag,
    virtual: flag,
    assignedUser: z.string().nullable(),
    /** Codes, with blanks between them. */
    notes: z.string(),
    acceptedAt: z.iso.datetime(),
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
    summary: 'Devices; the search looks into serial number, model and assigned user.',
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
    summary: 'Take a device off the list. Refused while its registration is pending, and while Autopilot holds it.',
    access: { permission: 'write:service', scope: 'tenant' },
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    answers: { 204: z.undefined() },
    errors: { 'device-unknown': 404, 'device-pending': 409, 'autopilot-holds-device': 409 },
  },
});
