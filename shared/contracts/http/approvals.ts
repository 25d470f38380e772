import * as z from 'zod';
import { actorSchema } from '../actor.ts';
import type { ServiceName } from '../events/topology.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';
import { readPermission } from './roles.ts';

const moment = z.iso.datetime();
const name = z.string().max(100);

/** What would be done, to be looked at before it is done: the same world gives the same plan, and so the same hash. */
export const planSchema = z
  .object({
    /** E.g. `wipe-devices`. */
    action: name,
    /** Ids, in order. */
    devices: z.array(z.string().max(128)).max(100_000),
    /** Calls to the outside, by what is called. */
    calls: z.record(name, z.int().min(0)),
    /** How long it will take. */
    seconds: z.number().min(0),
    /** In the smallest unit of the currency. */
    cost: z.object({ amount: z.int(), currency: z.string().length(3) }).exactOptional(),
    /** Sentences for the person who decides. */
    risks: z.array(z.string().max(500)).max(50),
    /** Whatever else decides about the effect (states, versions, rule results): when it moves, the plan is void. */
    basis: z.record(name, z.string().max(256)).exactOptional(),
  })
  .meta({ id: 'Plan' });

export type Plan = z.output<typeof planSchema>;

/** The plan as a request for approval keeps it: enough to decide upon; the hash stands for the rest. */
export const planSummarySchema = planSchema
  .omit({ devices: true, basis: true })
  .extend({ deviceCount: z.int(), firstDevices: z.array(z.string()).max(20) })
  .meta({ id: 'PlanSummary' });

const decided = { by: actorSchema, at: moment };

/** Where a request for approval stands. An approval is used once; whatever ends otherwise cannot be used. */
export const approvalStatusSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting') }),
    z.object({ kind: z.literal('approved'), ...decided }),
    z.object({ kind: z.literal('rejected'), ...decided, reason: z.string().max(1000) }),
    z.object({ kind: z.literal('used'), ...decided, usedBy: actorSchema, usedAt: moment }),
    z.object({ kind: z.literal('void'), at: moment }),
  ])
  .meta({ id: 'ApprovalStatus' });

export const approvalSchema = z
  .object({
    plan: planSummarySchema,
    planHash: z.string(),
    requestedBy: actorSchema,
    requestedAt: moment,
    /** From then on it can be neither approved nor used. */
    expiresAt: moment,
    status: approvalStatusSchema,
  })
  .meta({ id: 'Approval' });

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    requestedAt: moment,
    expiresAt: moment,
    action: z.string(),
    devices: z.int(),
    requestedBy: z.string(),
    status: z.string(),
  })
  .meta({ id: 'ApprovalRow' });

const body = approvalSchema.extend({ id: z.string() }).meta({ id: 'ApprovalWithId' });
const errors = {
  'not-found': 404,
  'approver-is-requester': 403,
  'approval-expired': 409,
  'approval-decided': 409,
} as const;

/** Requests of one service that need a second person. They are made by the routes whose plans need one. */
export function approvalEndpoints(service: ServiceName) {
  const path = `/api/v1/${service}/tenants/{tenantId}/approvals` as const;
  const read = { permission: readPermission(service), scope: 'tenant' } as const;
  const decide = {
    method: 'POST',
    access: { permission: 'write:approvals', scope: 'tenant' },
    params: tenantParams.extend({ approvalId: idSchema }),
    answers: { 200: body },
    errors,
  } as const;
  return defineEndpoints({
    listApprovals: {
      method: 'GET',
      path,
      summary: 'Requests for approval, the newest first.',
      access: read,
      params: tenantParams,
      query: listQuery.extend({ status: z.enum(['waiting', 'approved', 'rejected', 'used', 'void']).exactOptional() }),
      answers: { 200: pageOf(row) },
      csv: true,
    },
    readApproval: {
      method: 'GET',
      path: `${path}/{approvalId}`,
      summary: 'One request for approval with its plan.',
      access: read,
      params: tenantParams.extend({ approvalId: idSchema }),
      answers: { 200: body },
      errors: { 'not-found': 404 },
    },
    approve: {
      ...decide,
      path: `${path}/{approvalId}/approve`,
      summary: 'Approve, quoting the hash of the plan that was read. Not by the person who asked.',
      body: z.strictObject({ planHash: z.string().max(128) }),
      errors: { ...errors, 'plan-moved': 409 },
    },
    reject: {
      ...decide,
      path: `${path}/{approvalId}/reject`,
      summary: 'Reject with a reason.',
      body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    },
  });
}
