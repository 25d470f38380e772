import * as z from 'zod';
import { cloudEvent } from '../events/cloud-event.ts';
import type { ServiceName } from '../events/topology.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, recordParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';
import { readPermission, writePermission } from './roles.ts';

/** Why a message is a dead letter. */
export const deadLetterReasonSchema = z
  .enum(['malformed', 'unknown-type', 'refused', 'exhausted', 'too-large', 'platform'])
  .meta({ id: 'DeadLetterReason' });

const statusSchema = z.enum(['waiting', 'replayed', 'discarded']);

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    parkedAt: z.iso.datetime(),
    reason: deadLetterReasonSchema,
    status: statusSchema,
    type: z.string().nullable(),
    subject: z.string().nullable(),
    error: z.string(),
    attempt: z.int(),
    replays: z.int(),
  })
  .meta({ id: 'DeadLetterRow' });

const deadLetterBody = z
  .object({
    id: z.string(),
    reason: deadLetterReasonSchema,
    error: z.string(),
    status: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('waiting') }),
      z.object({ kind: z.literal('replayed'), at: z.iso.datetime() }),
      z.object({ kind: z.literal('discarded'), at: z.iso.datetime(), reason: z.string() }),
    ]),
    /** The event as it came, or the text of what was no event. */
    content: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('event'), event: cloudEvent }),
      z.object({ kind: z.literal('text'), text: z.string() }),
    ]),
    attempt: z.int(),
    replays: z.int(),
    parkedAt: z.iso.datetime(),
  })
  .meta({ id: 'DeadLetter' });

/** Messages that a service could not handle: a person looks at them, sends them again or discards them. Nothing is dropped silently. */
export function deadLetterEndpoints(service: ServiceName) {
  const path = `/api/v1/${service}/tenants/{tenantId}/dead-letters` as const;
  const read = { permission: readPermission(service), scope: 'records' } as const;
  const write = { permission: writePermission(service), scope: 'records' } as const;
  const one = recordParams.extend({ deadLetterId: idSchema });
  return defineEndpoints({
    listDeadLetters: {
      method: 'GET',
      path,
      summary: 'Dead letters, the newest first.',
      access: read,
      params: recordParams,
      query: listQuery.extend({
        reason: deadLetterReasonSchema.exactOptional(),
        status: statusSchema.exactOptional(),
      }),
      answers: { 200: pageOf(row) },
      csv: true,
    },
    readDeadLetter: {
      method: 'GET',
      path: `${path}/{deadLetterId}`,
      summary: 'One dead letter with its message.',
      access: read,
      params: one,
      answers: { 200: deadLetterBody },
      errors: { 'dead-letter-unknown': 404 },
    },
    replayDeadLetter: {
      method: 'POST',
      path: `${path}/{deadLetterId}/replay`,
      summary: 'Send the message again, to this service alone.',
      access: write,
      params: one,
      answers: { 200: deadLetterBody },
      errors: { 'dead-letter-unknown': 404, 'dead-letter-not-replayable': 409 },
    },
    replayDeadLetters: {
      method: 'POST',
      path: `${path}/replay`,
      summary: 'Send all waiting messages of one reason again, the oldest 100.',
      access: write,
      params: recordParams,
      body: z.strictObject({ reason: deadLetterReasonSchema }),
      answers: { 200: z.object({ replayed: z.int(), more: z.boolean() }) },
    },
    discardDeadLetter: {
      method: 'POST',
      path: `${path}/{deadLetterId}/discard`,
      summary: 'Put the message away for good, saying why.',
      access: write,
      params: one,
      body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
      answers: { 200: deadLetterBody },
      errors: { 'dead-letter-unknown': 404 },
    },
  });
}
