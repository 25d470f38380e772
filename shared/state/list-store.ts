import { LRUCache } from 'lru-cache';
import type { Operation, StateContainer } from './container.ts';
import { type Partition, partitionText } from './documents.ts';
import { StateUnavailable } from './errors.ts';
import { type Chunk, chunksWith, type Entry, entryKey, type Head } from './list-chunks.ts';
import type { View } from './list-view.ts';

/** The lines of one list of one tenant, as they were at one moment. */
export interface Snapshot {
  /** Of the head; undefined while there is none. */
  readonly etag: string | undefined;
  readonly chunks: readonly Chunk[];
  /** Chunk of each line. Lines stay where they are, so all snapshots of a list share this. */
  readonly numberOf: Map<string, number>;
  /** The list sorted, by column; handed on too, since a view is quickly made from one of before. */
  readonly views: Map<string, View>;
}

/** Lists as documents, kept decoded in the process. */
export interface ListStore {
  /** As it is now: one point read while nothing has moved. */
  read(tenantId: string, list: string): Promise<Snapshot>;
  /** Older versions of a line never win, whoever writes them and when. */
  write(tenantId: string, list: string, entries: readonly Entry[]): Promise<void>;
}

/** More moved chunks than this are cheaper read by one query. */
const POINT_READS = 20;
/** Characters of JSON in one transaction, well under the 2 MB that Cosmos DB takes. */
const TRANSACTION_LENGTH = 1_000_000;
const TRANSACTION_CHUNKS = 90;
const MAX_FAILURES = 8;

export function listStore(container: StateContainer): ListStore {
  const lists = new LRUCache<string, Snapshot>({
    maxSize: 1_000_000,
    sizeCalculation: ({ numberOf }) => numberOf.size + 1,
  });

  async function refresh(partition: Partition): Promise<Snapshot> {
    const known = lists.get(partitionText(partition)) ?? emptySnapshot();
    const head = await container.read<Head>(partition, 'head');
    if (!head || head.etag === known.etag) return known;
    const moved = await movedChunks(container, partition, head.document, known);
    return keep(partition, withChunks(known, moved, head.etag));
  }

  function keep(partition: Partition, snapshot: Snapshot): Snapshot {
    lists.set(partitionText(partition), snapshot);
    return snapshot;
  }

  return {
    read: (tenantId, list) => refresh(partitionOf(tenantId, list)),
    async write(tenantId, list, entries) {
      const partition = partitionOf(tenantId, list);
      // What this process has read last is a good guess: the head's ETag proves it, and versions only grow.
      let snapshot = lists.get(partitionText(partition)) ?? (await refresh(partition));
      for (let failures = 0; failures < MAX_FAILURES; ) {
        const moved = firstTransaction(chunksWith(partition, snapshot, entries));
        if (moved.length === 0) return;
        const outcome = await container.commit(partition, operationsOf(partition, snapshot, moved));
        if (outcome.saved) snapshot = keep(partition, withChunks(snapshot, moved, outcome.etags[0] ?? ''));
        else {
          failures++;
          snapshot = await refresh(partition);
        }
      }
      throw new StateUnavailable(`Too many others write to the list ${list}.`);
    },
  };
}

function partitionOf(tenantId: string, list: string): Partition {
  return { tenantId, aggregate: `list:${list}` };
}

function emptySnapshot(): Snapshot {
  return { etag: undefined, chunks: [], numberOf: new Map(), views: new Map() };
}

function withChunks({ chunks, numberOf, views }: Snapshot, moved: readonly Chunk[], etag: string): Snapshot {
  const now = [...chunks];
  for (const chunk of moved) {
    now[chunk.number] = chunk;
    for (const entry of chunk.entries) numberOf.set(entryKey(entry), chunk.number);
  }
  return { etag, chunks: now, numberOf, views };
}

async function movedChunks(
  container: StateContainer,
  partition: Partition,
  { versions }: Head,
  { chunks }: Snapshot,
): Promise<Chunk[]> {
  const numbers = versions.flatMap((version, number) => (chunks[number]?.version === version ? [] : [number]));
  if (numbers.length > POINT_READS) {
    const all = await container.query<Chunk>(partition, 'chunks');
    return all.filter(({ number, version }) => chunks[number]?.version !== version);
  }
  const read = await Promise.all(numbers.map((number) => container.read<Chunk>(partition, `chunk:${number}`)));
  return read.flatMap((chunk) => (chunk ? [chunk.document] : []));
}

/** As many of the chunks as one transaction may carry. */
function firstTransaction(chunks: readonly Chunk[]): readonly Chunk[] {
  if (chunks.length <= 1) return chunks; // nothing is measured that goes in any case
  let length = 0;
  const end = chunks.findIndex((chunk, at) => {
    length += JSON.stringify(chunk).length;
    return at > 0 && (length > TRANSACTION_LENGTH || at >= TRANSACTION_CHUNKS);
  });
  return end < 0 ? chunks : chunks.slice(0, end);
}

/** The head's ETag guards them all: whoever writes the list has read the head that was written last. */
function operationsOf(partition: Partition, { etag, chunks }: Snapshot, moved: readonly Chunk[]): Operation[] {
  const versions = chunks.map(({ version }) => version);
  for (const { number, version } of moved) versions[number] = version;
  const head: Head = { ...partition, id: 'head', kind: 'rows', versions };
  return [
    etag === undefined ? { create: head } : { replace: head, etag },
    ...moved.map((chunk) => ({ upsert: chunk })),
  ];
}
