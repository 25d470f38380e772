import type { Actor } from '../contracts/actor.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { NewEvent } from '../contracts/events/define-event.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { AggregateDefinition, Change } from './aggregate.ts';
import { type AuditRecord, EMPTY_CHAIN, headOf, link } from './audit-chain.ts';
import type { Cause } from './cause.ts';
import type { Operation } from './container.ts';
import {
  type AuditDocument,
  documentId,
  type EventDocument,
  type InboxDocument,
  KEPT_S,
  type Partition,
  positionOf,
  type Seen,
  type StateDocument,
} from './documents.ts';
import { eventId } from './event-id.ts';
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

export interface Writer {
  readonly service: string;
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Transaction {
  readonly document: StateDocument;
  readonly events: readonly CloudEvent[];
  /** The state first, inbox records last. */
  readonly operations: readonly Operation[];
}

/** A transaction of Cosmos DB holds no more. */
const MAX_OPERATIONS = 100;

/** The state, its events, its audit records and the inbox records of `once`, as one transaction. Throws Refusal `change-too-large`. */
export function transactionOf<S>(
  definition: AggregateDefinition<S>,
  partition: Partition,
  known: Known<S> | undefined,
  plan: Plan<S>,
  once: readonly string[],
  writer: Writer,
): Transaction {
  const version = (known?.document.version ?? 0) + 1;
  const events = eventsOf(partition, version, plan, writer);
  const records = recordsOf(known, version, plan, writer);
  const document = stateOf(definition, partition, known, version, plan, records);
  const operations: Operation[] = [
    known ? { replace: document, etag: known.etag } : { create: document },
    ...events.map((event, n) => ({ create: eventDocument(partition, positionOf(version, n), event) })),
    ...records.map((record, n) => ({
      create: auditDocument(partition, positionOf(version, events.length + n), record),
    })),
    ...once.map((id) => ({ create: inboxDocument(partition, id) })),
  ];
  if (operations.length > MAX_OPERATIONS)
    throw new Refusal(
      'change-too-large',
      `One change may write ${MAX_OPERATIONS} documents, not ${operations.length}.`,
    );
  return { document, events, operations };
}

function stateOf<S>(
  definition: AggregateDefinition<S>,
  partition: Partition,
  known: Known<S> | undefined,
  version: number,
  { state, seen = known?.document.seen }: Plan<S>,
  records: readonly AuditRecord[],
): StateDocument {
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
    data: state ?? null,
  };
}

function eventsOf(
  { tenantId, aggregate }: Partition,
  version: number,
  plan: Plan<unknown>,
  writer: Writer,
): CloudEvent[] {
  const { service, now } = writer;
  const told = plan.steps.flatMap(({ change, cause }) => (change.events ?? []).map((event) => ({ event, cause })));
  return told.map(({ event, cause }, n) =>
    cloudEventOf(event, cause, {
      id: eventId(service, tenantId, aggregate, version, n),
      source: `/${service}`,
      subject: aggregate,
      time: new Date(now).toISOString(),
      tenantid: tenantId,
      sequence: version,
    }),
  );
}

function cloudEventOf(
  { type, data }: NewEvent,
  cause: Cause | undefined,
  attributes: Pick<CloudEvent, 'id' | 'source' | 'subject' | 'time' | 'tenantid' | 'sequence'>,
): CloudEvent {
  return {
    specversion: '1.0',
    ...attributes,
    type,
    datacontenttype: 'application/json',
    ...(cause?.id && { causationid: cause.id }),
    correlationid: cause?.correlationId ?? attributes.id,
    ...(cause?.traceparent && { traceparent: cause.traceparent }),
    data,
  };
}

function recordsOf(
  known: Known<unknown> | undefined,
  version: number,
  plan: Plan<unknown>,
  writer: Writer,
): AuditRecord[] {
  const records: AuditRecord[] = [];
  let head = known?.document.audit ?? EMPTY_CHAIN;
  for (const { change, cause } of plan.steps) {
    if (!change.audit) continue;
    const at = new Date(writer.now).toISOString();
    const correlationId = cause?.correlationId ?? '';
    const record = link(head, { at, actor: writer.actor, ...change.audit, correlationId, version });
    head = headOf(record);
    records.push(record);
  }
  return records;
}

function eventDocument(partition: Partition, position: number, event: CloudEvent): EventDocument {
  return { ...partition, id: event.id, kind: 'event', position, event, ttl: KEPT_S.event };
}

function auditDocument(partition: Partition, position: number, record: AuditRecord): AuditDocument {
  return { ...partition, id: auditId(record.number), kind: 'audit', position, record };
}

/** Id of the nth audit record within its aggregate's partition. */
export function auditId(number: number): string {
  return `audit:${number}`;
}

function inboxDocument(partition: Partition, id: string): InboxDocument {
  return { ...partition, id: inboxId(id), kind: 'inbox', ttl: KEPT_S.inbox };
}

/** Id of the record that an event or command has been counted. */
export function inboxId(once: string): string {
  return documentId('inbox', once);
}
