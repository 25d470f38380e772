import * as z from 'zod';
import { actorSchema } from '../actor.ts';
import { cloudEvent } from '../events/cloud-event.ts';
import type { ServiceName } from '../events/topology.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, recordParams } from './identifiers.ts';
import { pageOf, pageQuery } from './lists.ts';
import { readPermission } from './roles.ts';

/** Who did what, chained to the record before. */
const auditFields = {
  number: z.int(),
  at: z.iso.datetime(),
  actor: actorSchema,
  action: z.string(),
  detail: z.json().exactOptional(),
  correlationId: z.string(),
  version: z.int(),
  previous: z.string(),
  hash: z.string(),
};

const auditRecord = z.object(auditFields).meta({ id: 'AuditRecord' });
const auditEntry = z.object({ ...auditFields, aggregate: z.string() }).meta({ id: 'AuditEntry' });

const timelineEntry = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('event'), event: cloudEvent }),
    z.object({ kind: z.literal('audit'), record: auditRecord }),
  ])
  .meta({ id: 'TimelineEntry' });

const fault = z.enum(['deleted', 'edited', 'swapped', 'truncated']);

const verification = z
  .discriminatedUnion('intact', [
    z.object({ intact: z.literal(true), seals: z.int(), records: z.int(), next: z.int().exactOptional() }),
    z.object({
      intact: z.literal(false),
      first: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('seal'), seal: z.int(), fault }),
        z.object({
          kind: z.literal('record'),
          seal: z.int().exactOptional(),
          aggregate: z.string(),
          record: z.int(),
          fault,
        }),
      ]),
    }),
  ])
  .meta({ id: 'Verification' });

const sealNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const sealRange = z
  .strictObject({ from: sealNumber.exactOptional(), to: sealNumber.exactOptional() })
  .refine(({ from = 1, to = from }) => from <= to, { path: ['to'], error: 'must not be before `from`' });

/** What one service remembers of a tenant: changes to poll, the audit, the timeline of a device. */
export function recordEndpoints(service: ServiceName) {
  const path = `/api/v1/${service}/tenants/{tenantId}` as const;
  const access = { permission: readPermission(service), scope: 'records' } as const;
  return defineEndpoints({
    readChanges: {
      method: 'GET',
      path: `${path}/changes`,
      summary: 'One number per area that moves when something in it has changed; 304 while nothing has.',
      access,
      params: recordParams,
      answers: { 200: z.object({ areas: z.record(z.string(), z.int()) }).meta({ id: 'ChangeVector' }) },
    },
    listAudit: {
      method: 'GET',
      path: `${path}/audit`,
      summary: 'Sealed audit records, the newest first.',
      access,
      params: recordParams,
      query: pageQuery,
      answers: { 200: pageOf(auditEntry) },
    },
    verifyAudit: {
      method: 'GET',
      path: `${path}/audit/verify`,
      summary: 'Recomputes seals and chains, and names the first record that is not as it was written.',
      access,
      params: recordParams,
      query: sealRange,
      answers: { 200: verification },
    },
    readDeviceTimeline: {
      method: 'GET',
      path: `${path}/devices/{deviceId}/timeline`,
      summary: 'Events and audit records of a device in this service, the newest first.',
      access,
      params: recordParams.extend({ deviceId: idSchema }),
      query: pageQuery,
      answers: { 200: pageOf(timelineEntry) },
    },
  });
}
