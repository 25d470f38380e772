import * as z from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const state = z.enum(['healthy', 'unhealthy', 'unknown']);

/** A device with the state of each signal. */
export const deviceHealthLine = z.object({
  deviceName: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  osVersion: z.string().nullable(),
  stopErrors: state.describe('Unhealthy for 7 days after a stop error.'),
  firewall: state,
  bitlocker: state,
  stops30Days: z.int().min(0).describe('Stop errors in the 30 days before the data of the last reading ends.'),
  lastStopAt: z.iso.datetime().nullable(),
  /** Whether it checked in during the 24 hours before the last reading. */
  reporting: z.boolean(),
  lastSyncAt: z.iso.datetime(),
  reason: z.string().describe('Why it is unhealthy; empty otherwise.'),
});

export type DeviceHealthLine = z.infer<typeof deviceHealthLine>;

const row = deviceHealthLine.extend({ id: z.string(), tenantId: z.string() }).meta({ id: 'DeviceHealthRow' });

/** How each device is. */
export const deviceHealthEndpoints = defineEndpoints({
  listDeviceHealth: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/device-health',
    summary: 'Devices with the state of each signal; the search looks into name, model and reason. CSV.',
    access: { permission: 'read:service', scope: 'tenant' },
    params: tenantParams,
    query: listQuery.extend({
      stopErrors: state.exactOptional(),
      firewall: state.exactOptional(),
      bitlocker: state.exactOptional(),
      model: z.string().max(256).exactOptional(),
      reporting: z.stringbool().exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
});
