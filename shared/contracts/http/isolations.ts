import * as z from 'zod';
import { planSchema } from './approvals.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const moment = z.iso.datetime();
const wanted = z.enum(['isolate', 'release']);
const state = z
  .enum(['waiting-for-approval', 'rejected', 'void', 'planned', 'sending', 'sent', 'confirmed', 'failed', 'unknown'])
  .describe('`unknown`: nobody knows whether it was done; a person has to look.');

export const isolationBody = z
  .object({
    isolationId: z.string(),
    incidentId: z.string(),
    deviceId: z.string(),
    wanted,
    state,
    reason: z.string(),
    requestedBy: z.string(),
    requestedAt: moment,
    approvalId: z.string().nullable().describe('Of the second person; releasing needs none.'),
    approvedBy: z.string().nullable(),
    endedAt: moment.nullable(),
    sentence: z.string(),
  })
  .meta({ id: 'Isolation' });

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    requestedAt: moment,
    deviceId: z.string(),
    incidentId: z.string(),
    wanted,
    state,
    requestedBy: z.string(),
    approvedBy: z.string().nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'IsolationRow' });

const asked = { incidentId: idSchema, devices: z.array(idSchema).min(1).max(5) };
const path = '/api/v1/tenants/{tenantId}/isolations';
const params = tenantParams.extend({ isolationId: idSchema });
const read = { permission: 'read:security', scope: 'tenant' } as const;
const write = { permission: 'write:security', scope: 'tenant' } as const;
const errors = {
  'incident-unknown': 404,
  'device-not-in-incident': 409,
  'device-isolated': 409,
  'isolation-limit': 409,
} as const;

/** Devices that are cut off from the network: a plan, a second person, and what became of it. */
export const isolationEndpoints = defineEndpoints({
  planIsolation: {
    method: 'POST',
    path: `${path}/plan`,
    summary: 'What isolating these devices would do. Changes nothing.',
    access: write,
    params: tenantParams,
    body: z.strictObject(asked),
    answers: { 200: z.object({ plan: planSchema, planHash: z.string() }).meta({ id: 'IsolationPlan' }) },
    errors,
  },
  requestIsolation: {
    method: 'POST',
    path,
    summary: 'Ask a second person to approve the plan; it is carried out when they do.',
    access: write,
    params: tenantParams,
    body: z.strictObject({ ...asked, planHash: z.string().max(64), reason: z.string().trim().min(1).max(500) }),
    answers: {
      201: z.object({ approvalId: z.string(), isolations: z.array(isolationBody) }).meta({ id: 'IsolationRequest' }),
    },
    errors: { ...errors, 'plan-moved': 409 },
  },
  listIsolations: {
    method: 'GET',
    path,
    summary: 'Isolations and releases, the latest first.',
    access: read,
    params: tenantParams,
    query: listQuery.extend({
      state: state.exactOptional(),
      deviceId: idSchema.exactOptional(),
      incidentId: idSchema.exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
  readIsolation: {
    method: 'GET',
    path: `${path}/{isolationId}`,
    summary: 'One of them.',
    access: read,
    params,
    answers: { 200: isolationBody },
    errors: { 'isolation-unknown': 404 },
  },
  releaseDevice: {
    method: 'POST',
    path: `${path}/{isolationId}/release`,
    summary: 'Let an isolated device back on the network. One person is enough.',
    access: write,
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    answers: { 201: isolationBody },
    errors: { 'isolation-unknown': 404, 'device-not-isolated': 409 },
  },
});
