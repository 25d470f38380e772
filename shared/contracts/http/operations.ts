import * as z from 'zod';
import type { ServiceName } from '../events/topology.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, recordParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';
import { readPermission } from './roles.ts';

const moment = z.iso.datetime();

/** Work longer than a moment: accepted with 202, followed here until it has an outcome. */
export const operationSchema = z
  .object({
    id: z.string(),
    /** What is being done, e.g. `import-devices`. */
    name: z.string(),
    /** Done out of total, in the unit of the step (devices, rows …). */
    steps: z.array(z.object({ name: z.string(), done: z.int(), total: z.int() })),
    startedAt: moment,
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('running') }),
      z.object({ kind: z.literal('succeeded'), at: moment, result: z.json() }),
      z.object({ kind: z.literal('failed'), at: moment, code: z.string(), message: z.string() }),
    ]),
  })
  .meta({ id: 'Operation' });

export type Operation = z.output<typeof operationSchema>;

const outcome = z.enum(['running', 'succeeded', 'failed']);
const row = z
  .object({ id: z.string(), tenantId: z.string(), startedAt: moment, name: z.string(), outcome })
  .meta({ id: 'OperationRow' });

/** Operations of one service. */
export function operationEndpoints(service: ServiceName) {
  const path = `/api/v1/${service}/tenants/{tenantId}/operations` as const;
  const access = { permission: readPermission(service), scope: 'records' } as const;
  return defineEndpoints({
    listOperations: {
      method: 'GET',
      path,
      summary: 'Operations, the newest first.',
      access,
      params: recordParams,
      query: listQuery.extend({ outcome: outcome.exactOptional() }),
      answers: { 200: pageOf(row) },
      csv: true,
    },
    readOperation: {
      method: 'GET',
      path: `${path}/{operationId}`,
      summary: 'How far an operation is.',
      access,
      params: recordParams.extend({ operationId: idSchema }),
      answers: { 200: operationSchema },
      errors: { 'not-found': 404 },
    },
  });
}
