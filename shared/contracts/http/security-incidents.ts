import * as z from 'zod';
import { ALERT_SEVERITIES, securityIncident } from '../events/security-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

/** In Microsoft's words: what an alert turned out to be. */
const DETERMINATIONS = [
  'apt',
  'malware',
  'securityPersonnel',
  'securityTesting',
  'unwantedSoftware',
  'other',
  'multiStagedAttack',
  'compromisedAccount',
  'phishing',
  'maliciousUserActivity',
  'notMalicious',
  'notEnoughDataToValidate',
  'confirmedActivity',
  'lineOfBusinessApplication',
] as const;

const moment = z.iso.datetime();
const severity = z.enum(ALERT_SEVERITIES);
const state = securityIncident.shape.state;

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    title: z.string(),
    severity,
    state,
    category: z.string().nullable(),
    alerts: z.int(),
    devices: z.int(),
    firstSeen: moment,
    lastSeen: moment,
    triageDue: moment.nullable(),
  })
  .meta({ id: 'SecurityIncidentRow' });

const alert = z
  .object({
    alertId: z.string(),
    title: z.string(),
    severity,
    category: z.string().nullable(),
    status: z.string().describe('As Defender has it: new, inProgress, resolved …'),
    createdAt: moment,
    devices: z.array(z.string()).describe('Managed devices in it, by our ids.'),
  })
  .meta({ id: 'SecurityAlert' });

/** A person's word on what an incident was; the comment stays here. */
export const resolutionSchema = z.strictObject({
  classification: z.enum(['truePositive', 'falsePositive', 'informationalExpectedActivity']),
  determination: z.enum(DETERMINATIONS).exactOptional(),
  comment: z.string().trim().min(1).max(1000),
});

export const securityIncidentBody = securityIncident
  .extend({
    alerts: z.array(alert).describe('The first 200 that came; all are under `alerts`.'),
    alertCount: z.int(),
    isolated: z.array(z.string()).describe('Devices of it that are cut off from the network.'),
  })
  .meta({ id: 'SecurityIncident' });

const one = '/api/v1/tenants/{tenantId}/security-incidents/{incidentId}';
const params = tenantParams.extend({ incidentId: idSchema });

/** Incidents on managed devices. */
export const securityIncidentEndpoints = defineEndpoints({
  listSecurityIncidents: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/security-incidents',
    summary: 'Incidents, the latest first; the search looks into title and category.',
    access: { permission: 'read:security', scope: 'tenant' },
    params: tenantParams,
    query: listQuery.extend({ state: state.exactOptional(), severity: severity.exactOptional() }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
  readSecurityIncident: {
    method: 'GET',
    path: one,
    summary: 'One incident: alerts, devices, clock.',
    access: { permission: 'read:security', scope: 'tenant' },
    params,
    answers: { 200: securityIncidentBody },
    errors: { 'incident-unknown': 404 },
  },
  listIncidentAlerts: {
    method: 'GET',
    path: `${one}/alerts`,
    summary: 'All alerts of an incident, up to 200 a page, in the order in which they came.',
    access: { permission: 'read:security', scope: 'tenant' },
    params,
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,2}$/, 'the `next` of the page before')
        .exactOptional(),
    }),
    answers: { 200: pageOf(alert) },
    errors: { 'incident-unknown': 404 },
  },
  resolveSecurityIncident: {
    method: 'POST',
    path: `${one}/resolve`,
    summary: 'End an incident, and its alerts at Microsoft. Refused while a device of it is cut off.',
    access: { permission: 'write:security', scope: 'tenant' },
    params,
    body: resolutionSchema,
    answers: { 200: securityIncidentBody },
    errors: { 'incident-unknown': 404, 'devices-isolated': 409 },
  },
});
