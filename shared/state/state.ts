import type { Actor } from '../contracts/actor.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { ServiceName } from '../contracts/events/topology.ts';
import type { AggregateDefinition, AggregateKey, Change, Decide } from './aggregate.ts';
import type { Cause } from './cause.ts';
import type { ChangeVector } from './change-vector.ts';
import type { Parked } from './dead-letters.ts';
import type { FeedDocument } from './documents.ts';
import type { FeedReport, Publish } from './feed.ts';
import type { Forgetting } from './forget.ts';
import type { Idempotency } from './idempotency.ts';
import type { ListDefinition, ListItem, ListQuery, Page, PageRequest, Row } from './lists.ts';
import type { Operations } from './operations.ts';
import type { Pointers } from './pointers.ts';
import type { Seal } from './seals.ts';
import type { AuditEntry, TimelineEntry } from './timeline.ts';
import type { SealRange, Verification } from './verify.ts';

export { PLATFORM } from './documents.ts';

/** An aggregate as it was read. */
export interface Loaded<S> {
  readonly state: S;
  readonly version: number;
  readonly etag: string;
}

export interface ChangeOptions {
  readonly actor: Actor;
  readonly cause?: Cause;
  /** Id of the command: however often it comes, it counts once (kept 30 days). */
  readonly once?: string;
  /** A guess that saves the read. When it is wrong, the aggregate is loaded and decided upon as ever. */
  readonly expect?: 'new';
  /** ETag that the caller has seen; another one refuses with `precondition-failed` (412). */
  readonly ifMatch?: string;
}

/** After a change: `state` is undefined when nothing is there (removed, or never made). */
export interface Changed<S> {
  readonly state: S | undefined;
  readonly version: number;
  readonly etag: string | undefined;
  readonly events: readonly CloudEvent[];
  /** False when nothing was to change, or when the command had been counted before. */
  readonly saved: boolean;
}

/** `latest`: the event carries the whole state, older ones are dropped. `each`: every event counts, once. */
export type ApplyMode = 'latest' | 'each';

/** The state of one service. Everything is asked for by tenant. */
export interface State {
  readonly service: ServiceName;
  load<S>(definition: AggregateDefinition<S>, tenantId: string, id: string): Promise<Loaded<S> | undefined>;
  /** Load, decide, save in one transaction. Throws the decision's Refusal, or StateUnavailable (worth another try). */
  change<S>(
    definition: AggregateDefinition<S>,
    key: AggregateKey,
    decide: Decide<S>,
    options: ChangeOptions,
  ): Promise<Changed<S>>;
  /** Brings events of others into one aggregate, in one transaction. Throws GroupSplit when they must be taken one by one. */
  apply<S>(
    definition: AggregateDefinition<S>,
    key: AggregateKey,
    events: readonly CloudEvent[],
    decide: (current: S | undefined, event: CloudEvent) => Change<S> | undefined,
    mode: ApplyMode,
  ): Promise<void>;
  list<R extends Row, S>(
    tenantId: string,
    list: ListDefinition<R, S>,
    query: ListQuery & PageRequest,
  ): Promise<Page<ListItem<R>>>;
  /** All lines that match, for CSV. */
  rows<R extends Row, S>(
    tenantId: string,
    list: ListDefinition<R, S>,
    query: ListQuery,
  ): Promise<readonly ListItem<R>[]>;
  /** How many lines have each value of a column. */
  totals<R extends Row, S>(
    tenantId: string,
    list: ListDefinition<R, S>,
    column: keyof R & string,
  ): Promise<Readonly<Record<string, number>>>;
  readonly pointers: Pointers;
  readonly operations: Operations;
  readonly idempotency: Idempotency;
  /** Events and audit records of one aggregate, newest first. */
  timeline(tenantId: string, kind: string, id: string, page: PageRequest): Promise<Page<TimelineEntry>>;
  /** Sealed audit records of a tenant, newest first. */
  audit(tenantId: string, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Recomputes seals and audit chains; names the first record that is not as it was written. */
  verify(tenantId: string, range: SealRange): Promise<Verification>;
  /** Seals by number, both included. */
  seals(tenantId: string, from: number, to: number): Promise<readonly Seal[]>;
  /** What a console polls. */
  changes(tenantId: string): Promise<ChangeVector>;
  /** Puts a message aside as a dead letter. */
  park(parked: Parked): Promise<void>;
  /** Forgets some of what is known of a tenant that has left; 0: nothing is left. See forget.ts. */
  forget(tenantId: string, forgetting: Forgetting): Promise<number>;
  /** One page of the service's change feed; see feed.ts. */
  feedPage(documents: readonly FeedDocument[], publish: Publish): Promise<FeedReport>;
  close(): Promise<void>;
}
