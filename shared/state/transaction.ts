import type { Actor } from '../contracts/actor.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { AggregateDefinition, Change } from './aggregate.ts';
import { type AuditRecord, EMPTY_CHAIN, headOf, link } from './audit-chain.ts';
import type { Cause } from './cause.ts';
import type { Operation } from './container.ts';
import {
  type AuditDocument,
  auditId,
  DAY_S,
  type EventDocument,
  INBOX_DAYS,
  type InboxDocument,
  inboxId,
  type Partition,
  positionOf,
  type Seen,
  type StateDocument,
} from './documents.ts';
import { eventId } from './event-id.ts';
import { dataOf } from './state-codec.ts';
import type { Known } from './warm-cache.ts';

/** One decision, and what led to it. */
export interface Step {
  readonly change: Pick<Change<unknown>, 'events' | 'audit'>;
  readonly cause: Cause | undefined;
}

/** All that one save takes; several events of a group are several steps of one version. */
export interface Plan<S> {
  /** Undefined leaves a tombstone. */
  readonly state: S | undefined;
  readonly steps: readonly Step[];
  readonly seen?: Readonly<Record<string, Seen>> | undefined;
}

/** A change that has been decided, on its way to be saved. */
export interface Draft<S> {
  readonly definition: AggregateDefinition<S>;
  readonly partition: Partition;
  readonly known: Known<S> | undefined;
  readonly plan: Plan<S>;
  /** Ids of the events or commands that it counts. */
  readonly once: readonly string[];
  readonly service: string;
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the tenant keeps its events. */
  readonly eventDays: number;
}

export interface Transaction {
  readonly document: StateDocument;
  readonly events: readonly CloudEvent[];
  /** The state first, inbox records last. */
  readonly operations: readonly Operation[];
}

/** A transaction of Cosmos DB holds no more. */
const MAX_OPERATIONS = 100;

/** State, events, audit records and inbox records of one change. Throws Refusal `change-too-large`. */
export function transactionOf<S>(draft: Draft<S>): Transaction {
  const { partition, known, once } = draft;
  const version = (known?.document.version ?? 0) + 1;
  const events = eventsOf(draft, version);
  const records = recordsOf(draft, version);
  const document = stateOf(draft, version, records);
  const operations: Operation[] = [
    known ? { replace: document, etag: known.etag } : { create: document },
    ...events.map((event, n) => ({ create: eventDocument(draft, positionOf(version, n), event) })),
    ...records.map((record, n) => ({
      create: auditDocument(partition, positionOf(version, events.length + n), record),
    })),
    ...once.map((id) => ({ create: inboxDocument(partition, id) })),
  ];
  if (operations.length > MAX_OPERATIONS) throw tooLarge(operations.length);
  return { document, events, operations };
}

function tooLarge(count: number): Refusal {
  return new Refusal('change-too-large', `One change may write ${MAX_OPERATIONS} documents, not ${count}.`);
}

function stateOf<S>(
  { definition, partition, known, plan }: Draft<S>,
  version: number,
  records: readonly AuditRecord[],
): StateDocument {
  const { state, seen = known?.document.seen } = plan;
  const lastRecord = records.at(-1);
  return {
    ...partition,
    id: 'state',
    kind: 'state',
    type: definition.kind,
    schemaVersion: definition.schemaVersion,
    version,
    audit: lastRecord ? headOf(lastRecord) : (known?.document.audit ?? EMPTY_CHAIN),
    ...(seen && { seen }),
    data: dataOf(definition, state),
  };
}

function eventsOf<S>(draft: Draft<S>, version: number): CloudEvent[] {
  const { partition, plan, service, now } = draft;
  const told = plan.steps.flatMap(({ change, cause }) => (change.events ?? []).map((event) => ({ ...event, cause })));
  return told.map(({ type, data, cause }, n) => ({
    specversion: '1.0',
    id: eventId(service, partition.tenantId, partition.aggregate, version, n),
    source: `/${service}`,
    type,
    subject: partition.aggregate,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    tenantid: partition.tenantId,
    sequence: version,
    ...(cause?.id && { causationid: cause.id }),
    correlationid: correlationOf(draft, version, cause),
    ...(cause?.traceparent && { traceparent: cause.traceparent }),
    data,
  }));
}

function recordsOf<S>(draft: Draft<S>, version: number): AuditRecord[] {
  const { known, plan, actor, now } = draft;
  const at = new Date(now).toISOString();
  const records: AuditRecord[] = [];
  let head = known?.document.audit ?? EMPTY_CHAIN;
  for (const { change, cause } of plan.steps) {
    if (!change.audit) continue;
    const correlationId = correlationOf(draft, version, cause);
    const record = link(head, { at, actor, ...change.audit, correlationId, version });
    head = headOf(record);
    records.push(record);
  }
  return records;
}

/** What has no cause is its own: all of one version belongs together. */
function correlationOf<S>({ service, partition }: Draft<S>, version: number, cause: Cause | undefined): string {
  return cause?.correlationId ?? eventId(service, partition.tenantId, partition.aggregate, version, 0);
}

function eventDocument({ partition, eventDays }: Draft<unknown>, position: number, event: CloudEvent): EventDocument {
  return { ...partition, id: event.id, kind: 'event', position, event, ttl: eventDays * DAY_S };
}

function auditDocument(partition: Partition, position: number, record: AuditRecord): AuditDocument {
  return { ...partition, id: auditId(record.number), kind: 'audit', position, record };
}

function inboxDocument(partition: Partition, id: string): InboxDocument {
  return { ...partition, id: inboxId(id), kind: 'inbox', ttl: INBOX_DAYS * DAY_S };
}
