import type { Json } from '../contracts/json.ts';
import type { Clock } from '../time/clock.ts';
import type { StateContainer, Stored } from './container.ts';
import { documentId, type Partition } from './documents.ts';

/** What is known of a request that carries a key. */
export type Reservation =
  /** Do it, then complete or release it. */
  | { readonly kind: 'reserved' }
  /** Done before: this was the answer. */
  | { readonly kind: 'stored'; readonly result: Json }
  /** Somebody else does it at this moment. */
  | { readonly kind: 'in-progress' }
  /** The key was used for something else. */
  | { readonly kind: 'reused' };

/** Requests with an Idempotency-Key: done once, and answered alike for seven days. */
export interface Idempotency {
  reserve(tenantId: string, key: string, payloadHash: string): Promise<Reservation>;
  /** Keeps the answer. */
  complete(tenantId: string, key: string, result: Json): Promise<void>;
  /** After a failure: the next one may try at once. */
  release(tenantId: string, key: string): Promise<void>;
}

interface IdempotencyDocument extends Partition {
  readonly id: 'idempotency';
  readonly kind: 'idempotency';
  readonly payloadHash: string;
  readonly progress:
    | { readonly kind: 'reserved'; readonly until: number }
    | { readonly kind: 'completed'; readonly result: Json };
  readonly ttl: number;
}

/** An invocation that takes longer has died. */
const RESERVED_MS = 2 * 60_000;
const KEPT_S = 7 * 24 * 60 * 60;

export function idempotency(container: StateContainer, clock: Clock): Idempotency {
  const read = (partition: Partition) => container.read<IdempotencyDocument>(partition, 'idempotency');

  /** What is completed stays as it is. */
  const end = async (partition: Partition, progress: IdempotencyDocument['progress']) => {
    const found = await read(partition);
    if (found?.document.progress.kind !== 'reserved') return;
    const ended = documentOf(partition, found.document.payloadHash, progress);
    await container.commit(partition, [{ replace: ended, etag: found.etag }]);
  };

  return {
    async reserve(tenantId, key, payloadHash) {
      const partition = partitionOf(tenantId, key);
      const reserved = documentOf(partition, payloadHash, { kind: 'reserved', until: clock.now() + RESERVED_MS });
      const created = await container.commit(partition, [{ create: reserved }]);
      if (created.saved) return { kind: 'reserved' };
      const found = await read(partition);
      if (!found) return { kind: 'in-progress' };
      const known = answerOf(found, payloadHash, clock.now());
      if (known) return known;
      const taken = await container.commit(partition, [{ replace: reserved, etag: found.etag }]);
      return { kind: taken.saved ? 'reserved' : 'in-progress' };
    },
    complete: (tenantId, key, result) => end(partitionOf(tenantId, key), { kind: 'completed', result }),
    release: (tenantId, key) => end(partitionOf(tenantId, key), { kind: 'reserved', until: clock.now() }),
  };
}

/** Undefined when the reservation has run out. */
function answerOf(
  { document }: Stored<IdempotencyDocument>,
  payloadHash: string,
  now: number,
): Reservation | undefined {
  if (document.payloadHash !== payloadHash) return { kind: 'reused' };
  const { progress } = document;
  if (progress.kind === 'completed') return { kind: 'stored', result: progress.result };
  return progress.until > now ? { kind: 'in-progress' } : undefined;
}

function documentOf(
  partition: Partition,
  payloadHash: string,
  progress: IdempotencyDocument['progress'],
): IdempotencyDocument {
  return { ...partition, id: 'idempotency', kind: 'idempotency', payloadHash, progress, ttl: KEPT_S };
}

function partitionOf(tenantId: string, key: string): Partition {
  return { tenantId, aggregate: documentId('idempotency', key) };
}
