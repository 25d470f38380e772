import * as z from 'zod';
import { ring } from '../events/update-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const status = z
  .enum(['up-to-date', 'in-progress', 'waiting', 'held', 'failed', 'not-reachable', 'not-for-it', 'no-ring'])
  .meta({ id: 'UpdateStatus' });

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string().nullable(),
    ring: ring.nullable(),
    model: z.string().nullable(),
    osVersion: z.string(),
    release: z.string().describe('The release that it should have.'),
    status,
    eligible: z.boolean().describe('Counts for the goal.'),
    lastSeen: z.iso.datetime(),
    reason: z.string(),
  })
  .meta({ id: 'UpdateStatusRow' });

/** How each device stands with the release that is under way. */
export const updateStatusEndpoints = defineEndpoints({
  listUpdateStatus: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/update-status',
    summary: 'Devices with their build and what keeps them from the release; the search looks into name and model.',
    access: { permission: 'read:service', scope: 'tenant' },
    params: tenantParams,
    query: listQuery.extend({
      status: status.exactOptional(),
      ring: ring.exactOptional(),
      eligible: z.stringbool().exactOptional(),
      model: z.string().max(256).exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
});
