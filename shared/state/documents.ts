import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { AuditRecord, ChainHead } from './audit-chain.ts';
import { digest } from './digest.ts';

/** A logical partition: the reach of a transaction. What belongs to no tenant lies under the platform's own. */
export interface Partition {
  readonly tenantId: string;
  /** `<kind>:<id>` of an aggregate, or the name of what the state room keeps for the tenant. */
  readonly aggregate: string;
}

/** A partition as one text, for maps: no two of them share it, whatever their names. */
export function partitionText({ tenantId, aggregate }: Partition): string {
  return JSON.stringify([tenantId, aggregate]);
}

/** The tenant of what belongs to none. */
export const PLATFORM = '-';

/** Seconds. */
export const DAY_S = 24 * 60 * 60;

/** For how long events are kept, which are the timeline, unless the tenant says otherwise. */
export const EVENT_DAYS = 400;

/** Inbox records outlive every way a message can take. */
export const INBOX_DAYS = 30;

export interface StateDocument extends Partition {
  readonly id: 'state';
  readonly kind: 'state';
  /** Kind of the aggregate. */
  readonly type: string;
  readonly schemaVersion: number;
  readonly version: number;
  readonly audit: ChainHead;
  /** By subject of the events this state projects. */
  readonly seen?: Readonly<Record<string, Seen>>;
  /** Null is a tombstone: the aggregate is gone, its version and its chain go on. */
  readonly data: unknown;
}

/** The newest version of a subject that has been applied, and the ids of its events (one version may tell several). */
export interface Seen {
  readonly sequence: number;
  readonly ids: readonly string[];
}

export interface EventDocument extends Partition {
  readonly id: string;
  readonly kind: 'event';
  readonly position: number;
  readonly event: CloudEvent;
  readonly ttl: number;
}

export interface AuditDocument extends Partition {
  readonly id: string;
  readonly kind: 'audit';
  readonly position: number;
  readonly record: AuditRecord;
}

export interface InboxDocument extends Partition {
  readonly id: string;
  readonly kind: 'inbox';
  readonly ttl: number;
}

/** What the change feed may hand over; of other kinds it only needs to know that they are others. */
export type FeedDocument =
  | StateDocument
  | EventDocument
  | AuditDocument
  | (Partition & {
      readonly id: string;
      readonly kind: 'inbox' | 'pointer' | 'rows' | 'vector' | 'seal' | 'idempotency';
    });

const LONGEST_ID = 200;

/** Partition of an aggregate; also the subject of its events. Throws Refusal `invalid-id` for an empty or endless id. */
export function aggregateOf(kind: string, id: string): string {
  if (id === '' || id.length > LONGEST_ID) throw new Refusal('invalid-id', `An id has 1 to ${LONGEST_ID} characters.`);
  return `${kind}:${id}`;
}

/** The nth document of a version, in the order of an aggregate's timeline. A transaction has at most 100 documents. */
export function positionOf(version: number, n: number): number {
  return version * 100 + n;
}

/** An id that Cosmos DB accepts, for any text: what others chose may be long or hold forbidden characters. */
export function documentId(prefix: string, text: string): string {
  return `${prefix}:${/^[\w.:-]{1,128}$/.test(text) ? text : digest(text)}`;
}

/** Id of the nth audit record within its aggregate's partition. */
export function auditId(number: number): string {
  return `audit:${number}`;
}

/** Id of the record that an event or command has been counted. */
export function inboxId(once: string): string {
  return documentId('inbox', once);
}
