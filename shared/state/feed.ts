import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { moveVector } from './change-vector.ts';
import type { StateContainer } from './container.ts';
import { crashPoint } from './crash-point.ts';
import { park } from './dead-letters.ts';
import {
  type AuditDocument,
  type EventDocument,
  type FeedDocument,
  PLATFORM,
  type StateDocument,
} from './documents.ts';
import { groupBy } from './group-by.ts';
import { inParallel } from './in-parallel.ts';
import type { Entry } from './list-chunks.ts';
import type { ListStore } from './list-store.ts';
import type { ListDefinition } from './lists.ts';
import type { Room } from './save.ts';
import type { Sealer } from './seals.ts';
import { stateIn } from './state-codec.ts';

/** Sends events to the service's topic and returns those that are too large for it. */
export type Publish = (events: readonly CloudEvent[]) => Promise<readonly CloudEvent[]>;

/** What one page of the feed led to, for the log. */
export interface FeedReport {
  readonly published: number;
  /** Aggregates whose line could not be made: their list keeps the old one. */
  readonly unreadable: readonly Unreadable[];
}

export interface Unreadable {
  readonly tenantId: string;
  readonly aggregate: string;
  readonly error: unknown;
}

export interface FeedRoom extends Room {
  readonly lists: readonly ListDefinition[];
  readonly listStore: ListStore;
  readonly sealer: Sealer;
}

/** Tenants at a time. */
const WIDTH = 8;

/**
 * One page of the change feed: publish, then list rows, change vector and seals. When it throws, the whole page comes
 * again, and nothing of it counts twice. What the feed writes itself passes by.
 */
export async function feedPage(
  room: FeedRoom,
  documents: readonly FeedDocument[],
  publish: Publish,
): Promise<FeedReport> {
  const events = documents.filter((document) => document.kind === 'event');
  const states = documents.filter((document) => document.kind === 'state');
  const audits = documents.filter((document) => document.kind === 'audit');
  await publishAll(room, events, publish);
  await crashPoint('before-rows');
  const unreadable = await writeRows(room, states);
  await crashPoint('before-vector');
  await moveVectors(room.container, states);
  await crashPoint('before-seal');
  await sealAll(room.sealer, audits);
  return { published: events.length, unreadable };
}

async function publishAll(room: Room, documents: readonly EventDocument[], publish: Publish): Promise<void> {
  if (documents.length === 0) return;
  await crashPoint('before-publish');
  const tooLarge = await publish(documents.map(({ event }) => event));
  await crashPoint('after-publish');
  for (const event of tooLarge)
    await park(room, { reason: 'too-large', content: event, error: 'Larger than a message may be.', attempt: 0 });
}

async function writeRows(room: FeedRoom, states: readonly StateDocument[]): Promise<FeedReport['unreadable']> {
  const unreadable: Unreadable[] = [];
  await inParallel(room.lists, WIDTH, async (list) => {
    const own = states.filter(({ type }) => type === list.of.kind);
    const entries = own.flatMap((document) => entriesOf(list, document, unreadable));
    const byTenant = groupBy(entries, (entry) => (list.acrossTenants ? PLATFORM : entry.tenantId));
    await inParallel(byTenant, WIDTH, ([tenantId, some]) => room.listStore.write(tenantId, list.name, some));
  });
  return unreadable;
}

/** One aggregate that this release cannot read must not hold up the events of all others. */
function entriesOf(list: ListDefinition, document: StateDocument, unreadable: Unreadable[]): Entry[] {
  try {
    return [entryOf(list, document)];
  } catch (error) {
    unreadable.push({ tenantId: document.tenantId, aggregate: document.aggregate, error });
    return [];
  }
}

function entryOf(list: ListDefinition, document: StateDocument): Entry {
  const id = document.aggregate.slice(document.type.length + 1);
  const state = stateIn(list.of, document);
  const row = state === undefined ? null : (list.row(state, id) ?? null);
  return { tenantId: document.tenantId, id, sequence: document.version, row };
}

async function moveVectors(container: StateContainer, states: readonly StateDocument[]): Promise<void> {
  const byTenant = groupBy(states, (state) => state.tenantId);
  await inParallel(byTenant, WIDTH, ([tenantId, own]) =>
    moveVector(container, tenantId, [...new Set(own.map((state) => state.type))].sort()),
  );
}

async function sealAll(sealer: Sealer, audits: readonly AuditDocument[]): Promise<void> {
  const byTenant = groupBy(audits, (audit) => audit.tenantId);
  await inParallel(byTenant, WIDTH, ([tenantId, own]) => sealer.seal(tenantId, own));
}
