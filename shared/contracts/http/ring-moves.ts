import * as z from 'zod';
import { RINGS, ring } from '../events/update-events.ts';
import { planSchema } from './approvals.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { operationSchema } from './operations.ts';

const target = z
  .enum([...RINGS, 'Automatic'])
  .describe('`Automatic` takes the pin off, so that the service may place the device.');
const devices = z.array(idSchema).min(1).max(1000);

const count = z.int().min(0);

/** What a move would do. */
export const ringMovePlanBody = z
  .object({
    plan: planSchema,
    planHash: z.string(),
    forecast: z.array(z.string()).describe('Sentences: what these devices will get, and when.'),
    rings: z
      .array(z.object({ ring, before: count, after: count }))
      .describe('Devices of each ring, now and when all of these have moved.'),
    moves: z
      .array(
        z.object({
          deviceId: z.string(),
          name: z.string().nullable(),
          from: ring.nullable(),
          sentence: z.string().describe('How it will stand with the release that is under way.'),
        }),
      )
      .describe('Device by device, in the order of the plan.'),
  })
  .meta({ id: 'RingMovePlan' });

const write = { permission: 'write:service', scope: 'tenant' } as const;

/** Moves of devices between rings: planned, looked at, then done. */
export const ringMoveEndpoints = defineEndpoints({
  planRingMove: {
    method: 'POST',
    path: '/api/v1/tenants/{tenantId}/ring-moves/plan',
    summary: 'What moving these devices would do. Changes nothing.',
    access: write,
    params: tenantParams,
    body: z.strictObject({ devices, ring: target }),
    answers: { 200: ringMovePlanBody },
    errors: { 'device-unknown': 404, 'device-not-managed': 409 },
  },
  moveDevices: {
    method: 'POST',
    path: '/api/v1/tenants/{tenantId}/ring-moves',
    summary: 'Move devices as the plan says. Takes effect within 24 hours.',
    access: write,
    params: tenantParams,
    body: z.strictObject({
      devices,
      ring: target,
      planHash: z.string().max(64),
      reason: z.string().trim().min(1).max(500),
    }),
    answers: { 202: operationSchema },
    errors: { 'device-unknown': 404, 'device-not-managed': 409, 'plan-moved': 409 },
  },
});
