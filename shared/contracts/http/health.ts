import * as z from 'zod';
import { healthSignal } from '../events/health-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const moment = z.iso.datetime();
const count = z.int().min(0);
const share = z.number().min(0).max(1);
const sentence = z.string();

/** One value of a signal on one day. */
const trendPoint = z
  .object({
    day: z.iso.date().describe('That the data is of, UTC.'),
    share: share.nullable().describe('Healthy devices among those that reported; null when none did.'),
    affected: count,
    reporting: count,
  })
  .meta({ id: 'HealthTrendPoint' });

/** One signal of a tenant, as of the last reading. */
export const signalBody = z
  .object({
    signal: healthSignal,
    state: z
      .enum(['healthy', 'below', 'incident', 'unknown'])
      .describe('`below`: under the level, which at this size may be chance; `unknown`: no data yet.'),
    share: share.nullable(),
    threshold: share.describe('The share of healthy devices that is asked for.'),
    affected: count.describe('Of the devices that reported.'),
    reporting: count.describe('Devices that reported in the 24 hours that the reading is of.'),
    expected: z.number().min(0).nullable().describe('Devices with a stop error that were to be expected.'),
    unhealthyDevices: count.describe('Lines of `device-health` where this signal is unhealthy.'),
    learning: z.boolean().describe('There is too little history of this tenant: rates of other fleets stand in.'),
    incidentId: z.string().nullable(),
    sentence,
    trend: z.array(trendPoint).describe('At most 90 days, the oldest first.'),
  })
  .meta({ id: 'SignalHealth' });

export const healthBody = z
  .object({
    readAt: moment.nullable().describe('When the fleet was last read.'),
    dataUntil: moment.nullable().describe('Stop errors are known until then.'),
    devices: count,
    reporting: count,
    signals: z.array(signalBody),
  })
  .meta({ id: 'Health' });

const incidentFields = {
  signal: healthSignal,
  state: z.enum(['open', 'closed']),
  since: moment,
  closedAt: moment.nullable(),
  affected: count,
  reporting: count,
  threshold: share,
  sentence,
};

const incidentRow = z
  .object({ id: z.string(), tenantId: z.string(), ...incidentFields })
  .meta({ id: 'HealthIncidentRow' });

/** An incident with what it rests on. */
export const healthIncidentBody = z
  .object({
    incidentId: z.string(),
    ...incidentFields,
    rule: z.enum(['running-bet', 'rare-count', 'level', 'surely-below', 'newly-off']).describe('Which rule opened it.'),
    devices: z.array(z.string()).describe('Those affected at any time, at most 500.'),
    windows: z
      .array(z.object({ day: z.iso.date(), affected: count, reporting: count, expected: z.number().nullable() }))
      .describe('Each reading since it was opened, at most 90.'),
    causes: z
      .array(z.object({ stopCode: z.string().nullable(), module: z.string().nullable(), devices: count }))
      .describe('What the affected devices have in common: stop codes and modules, the most frequent first.'),
    models: z.array(z.object({ model: z.string().nullable(), devices: count })),
    recovery: sentence.describe('When it closes, or how it ended.'),
  })
  .meta({ id: 'HealthIncident' });

/** What a tenant may set for itself. Alarms can be made deafer than their statistics ask for, never keener. */
export const healthSettingsBody = z
  .strictObject({
    thresholds: z.strictObject({
      'stop-errors': share.min(0.5),
      firewall: share.min(0.5),
      bitlocker: share.min(0.5),
    }),
    alarm: z.strictObject({
      limit: z.number().min(30_000).max(10_000_000).describe('Value of the running bet at which stop errors alarm.'),
      minDevices: z
        .int()
        .min(3)
        .max(1000)
        .describe('Devices with a stop error in 14 days, below which nothing alarms.'),
    }),
  })
  .meta({ id: 'HealthSettings' });

const read = { permission: 'read:service', scope: 'tenant' } as const;
const tenant = '/api/v1/tenants/{tenantId}';

/** How the fleet of a tenant is. */
export const healthEndpoints = defineEndpoints({
  readHealth: {
    method: 'GET',
    path: `${tenant}/health`,
    summary: 'The signals of a tenant, each with value, threshold, trend and a sentence.',
    access: read,
    params: tenantParams,
    answers: { 200: healthBody },
  },
});

/** When a signal was worse than chance explains. */
export const healthIncidentEndpoints = defineEndpoints({
  listHealthIncidents: {
    method: 'GET',
    path: `${tenant}/health-incidents`,
    summary: 'Incidents of the signals. CSV.',
    access: read,
    params: tenantParams,
    query: listQuery.extend({
      state: incidentFields.state.exactOptional(),
      signal: healthSignal.exactOptional(),
    }),
    answers: { 200: pageOf(incidentRow) },
    csv: true,
  },
  readHealthIncident: {
    method: 'GET',
    path: `${tenant}/health-incidents/{incidentId}`,
    summary: 'One incident, with its evidence.',
    access: read,
    params: tenantParams.extend({ incidentId: idSchema }),
    answers: { 200: healthIncidentBody },
    errors: { 'incident-unknown': 404 },
  },
});

/** What a tenant asks of its fleet. */
export const healthSettingsEndpoints = defineEndpoints({
  readHealthSettings: {
    method: 'GET',
    path: `${tenant}/health-settings`,
    summary: 'The thresholds of a tenant.',
    access: read,
    params: tenantParams,
    answers: { 200: healthSettingsBody },
  },
  changeHealthSettings: {
    method: 'PUT',
    path: `${tenant}/health-settings`,
    summary: 'Set the thresholds of a tenant, from its next reading on.',
    access: { permission: 'write:service', scope: 'tenant' },
    params: tenantParams,
    body: healthSettingsBody,
    answers: { 200: healthSettingsBody },
  },
});
