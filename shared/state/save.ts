import type { Actor } from '../contracts/actor.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { Clock } from '../time/clock.ts';
import type { AggregateDefinition } from './aggregate.ts';
import type { StateContainer } from './container.ts';
import { crashPoint } from './crash-point.ts';
import { inboxId, type Partition, type StateDocument } from './documents.ts';
import { GroupSplit, StateUnavailable } from './errors.ts';
import { stateIn } from './state-codec.ts';
import { type Plan, transactionOf } from './transaction.ts';
import type { Known, WarmCache } from './warm-cache.ts';

/** What saving needs of a service. */
export interface Room {
  readonly service: string;
  readonly container: StateContainer;
  /** Of aggregates beside the feed. */
  readonly leases: StateContainer;
  readonly warm: WarmCache;
  readonly clock: Clock;
  /** Days that a tenant keeps its events. */
  eventDays(tenantId: string): Promise<number>;
}

/** A change to be saved: asked of what is known, and asked again when another writer was quicker. */
export interface Save<S> {
  readonly definition: AggregateDefinition<S>;
  readonly partition: Partition;
  readonly actor: Actor;
  /** Ids of events or commands that count once. */
  readonly once: readonly string[];
  readonly expectNew: boolean;
  planOf(known: Known<S> | undefined): Plan<S> | undefined;
}

export interface Saved<S> {
  /** The aggregate as it is now; undefined when it never was. */
  readonly known: Known<S> | undefined;
  readonly events: readonly CloudEvent[];
  readonly saved: boolean;
}

/** How often another writer of the same aggregate may be quicker. */
const MAX_ATTEMPTS = 8;

/**
 * Load, decide, save. The first attempt decides on a guess where there is one, which saves the read: the transaction
 * itself proves the guess. Not to save is never decided on a guess.
 */
export async function save<S>(room: Room, request: Save<S>): Promise<Saved<S>> {
  const guess = guessOf(room, request);
  if (guess) {
    const plan = planOnGuess(request, guess.known);
    const saved = plan && (await commit(room, request, guess.known, plan));
    if (saved) return saved;
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const known = await loadKnown(room, request.definition, request.partition);
    const plan = await planOnFresh(room, request, known);
    if (!plan) return { known, events: [], saved: false };
    const saved = await commit(room, request, known, plan);
    if (saved) return saved;
  }
  throw new StateUnavailable('Too many others write to the same aggregate.');
}

/** A fresh read, kept warm. */
export async function loadKnown<S>(
  room: Room,
  definition: AggregateDefinition<S>,
  partition: Partition,
): Promise<Known<S> | undefined> {
  const stored = await containerOf(room, definition).read<StateDocument>(partition, 'state');
  if (!stored) return undefined;
  const known = { ...stored, state: stateIn(definition, stored.document) };
  room.warm.set(partition, known);
  return known;
}

function containerOf(
  { container, leases }: Room,
  { besideFeed }: Pick<AggregateDefinition<unknown>, 'besideFeed'>,
): StateContainer {
  return besideFeed ? leases : container;
}

function guessOf<S>(room: Room, { partition, expectNew }: Save<S>): { known: Known<S> | undefined } | undefined {
  // A partition holds one aggregate, so what is warm there has the state of its kind.
  const known = room.warm.get(partition) as Known<S> | undefined;
  return known || expectNew ? { known } : undefined;
}

function planOnGuess<S>({ planOf }: Save<S>, known: Known<S> | undefined): Plan<S> | undefined {
  try {
    return planOf(known);
  } catch {
    return undefined; // asked again on a fresh read, which decides
  }
}

async function planOnFresh<S>(room: Room, request: Save<S>, known: Known<S> | undefined): Promise<Plan<S> | undefined> {
  try {
    return request.planOf(known);
  } catch (error) {
    // The answer to the first save may have been lost: what it did must not be held against its repetition.
    if (await countedBefore(room, request)) return undefined;
    throw error;
  }
}

async function countedBefore(
  { container }: Room,
  { once: [id, ...more], partition }: Pick<Save<unknown>, 'once' | 'partition'>,
): Promise<boolean> {
  return id !== undefined && more.length === 0 && (await container.read(partition, inboxId(id))) !== undefined;
}

/** Undefined when another writer was quicker. */
async function commit<S>(
  room: Room,
  { definition, partition, once, actor }: Save<S>,
  known: Known<S> | undefined,
  plan: Plan<S>,
): Promise<Saved<S> | undefined> {
  const { service, clock } = room;
  const eventDays = await room.eventDays(partition.tenantId);
  const draft = { definition, partition, known, plan, once, service, actor, now: clock.now(), eventDays };
  const { document, events, operations } = transactionOf(draft);
  await crashPoint('before-commit');
  const outcome = await containerOf(room, definition).commit(partition, operations);
  await crashPoint('after-commit');
  if (outcome.saved) {
    const now = { document, state: plan.state, etag: outcome.etags[0] ?? '' };
    room.warm.set(partition, now);
    return { known: now, events, saved: true };
  }
  room.warm.forget(partition);
  const isInbox = outcome.status === 409 && outcome.failedAt >= operations.length - once.length;
  if (!isInbox) return undefined;
  if (once.length > 1) throw new GroupSplit('One of these events has been counted before.');
  return { known: await loadKnown(room, definition, partition), events: [], saved: false };
}
