import { z } from 'zod';
import { type CloudEvent, cloudEvent } from '../contracts/events/cloud-event.ts';
import { defineAggregate } from './aggregate.ts';
import { change } from './change.ts';
import { digest } from './digest.ts';
import { aggregateOf, PLATFORM } from './documents.ts';
import { defineList } from './lists.ts';
import type { Room } from './save.ts';

/** Why a message is a dead letter. */
export const DEAD_LETTER_REASONS = [
  /** Not an event, or its data is not what its type says. */
  'malformed',
  /** A type that this release does not know: newer than its consumer. */
  'unknown-type',
  /** The decision refused it. */
  'refused',
  /** Tried to the end. */
  'exhausted',
  /** Larger than a message may be. */
  'too-large',
  /** Put aside by the bus itself: expired, or delivered too often. */
  'platform',
] as const;

export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

const deadLetterState = z.object({
  reason: z.enum(DEAD_LETTER_REASONS),
  error: z.string(),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('event'), event: cloudEvent }),
    /** Cannot be replayed: it is no event, or too large for any message. */
    z.object({ kind: z.literal('text'), text: z.string() }),
  ]),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting') }),
    z.object({ kind: z.literal('replayed'), at: z.iso.datetime() }),
    z.object({ kind: z.literal('discarded'), at: z.iso.datetime(), reason: z.string() }),
  ]),
  /** How often it had failed. */
  attempt: z.int(),
  replays: z.int(),
  /** When it last came here. ISO 8601, UTC. */
  parkedAt: z.iso.datetime(),
});

export type DeadLetter = z.infer<typeof deadLetterState>;

/** Every dead letter is an aggregate of its own, so what people do with it is audited. Its id is the event's. */
export const deadLetter = defineAggregate({ kind: 'dead-letter', schemaVersion: 1, schema: deadLetterState });

export const deadLetterList = defineList({
  name: 'dead-letters',
  of: deadLetter,
  columns: ['parkedAt', 'reason', 'status', 'type', 'subject', 'error', 'attempt', 'replays'],
  search: ['type', 'subject', 'error'],
  row: ({ reason, error, content, status, attempt, replays, parkedAt }: DeadLetter) => ({
    parkedAt,
    reason,
    status: status.kind,
    type: content.kind === 'event' ? content.event.type : null,
    subject: content.kind === 'event' ? content.event.subject : null,
    error: error.slice(0, 200),
    attempt,
    replays,
  }),
});

/** A message that cannot go on, as it is put aside. */
export interface Parked {
  readonly reason: DeadLetterReason;
  readonly error: string;
  /** An event, or whatever else came. */
  readonly content: CloudEvent | { readonly body: unknown };
  readonly attempt: number;
}

/** Larger texts are cut: Cosmos DB takes documents of 2 MB. */
const LONGEST_TEXT = 500_000;
const LONGEST_ERROR = 2_000;

/** Puts a message aside; the same message twice is one dead letter. What belongs to no tenant goes to the platform's own. */
export async function park(room: Room, { reason, error, content, attempt }: Parked): Promise<void> {
  const event = 'specversion' in content ? content : undefined;
  const text = JSON.stringify('specversion' in content ? content : content.body) ?? '';
  const key = { tenantId: event?.tenantid ?? PLATFORM, id: event?.id ?? `m${digest(text)}` };
  const letter = {
    reason,
    error: error.slice(0, LONGEST_ERROR),
    content: contentOf(event, text),
    status: { kind: 'waiting' },
    attempt,
    parkedAt: new Date(room.clock.now()).toISOString(),
  } as const;
  await change(
    room,
    deadLetter,
    key,
    (current) => ({
      state: { ...letter, replays: current?.replays ?? 0 },
      audit: { action: 'dead-letter.parked', detail: { reason } },
    }),
    {
      actor: { kind: 'service', id: room.service },
      expect: 'new',
      cause: { id: key.id, correlationId: event?.correlationid ?? aggregateOf(deadLetter.kind, key.id) },
    },
  );
}

function contentOf(event: CloudEvent | undefined, text: string): DeadLetter['content'] {
  return event && text.length <= LONGEST_TEXT
    ? { kind: 'event', event: cloudEvent.parse(event) }
    : { kind: 'text', text: text.slice(0, LONGEST_TEXT) };
}
