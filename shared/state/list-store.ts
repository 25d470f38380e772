import { LRUCache } from 'lru-cache';
import type { Operation, StateContainer, Stored } from './container.ts';
import type { Partition } from './documents.ts';
import { StateUnavailable } from './errors.ts';
import { type Chunk, chunksWith, type Entry, entryKey, type Head } from './list-chunks.ts';

/** The lines of one list of one tenant, as they were at one moment. */
export interface Snapshot {
  readonly head: Stored<Head> | undefined;
  readonly chunks: readonly Stored<Chunk>[];
}

/** Lists as documents, kept decoded in the process. */
export interface ListStore {
  /** As it is now: one point read while nothing has moved. */
  read(tenantId: string, list: string): Promise<Snapshot>;
  write(tenantId: string, list: string, entries: readonly Entry[]): Promise<void>;
}

interface OpenList {
  snapshot: Snapshot;
  /** Chunk of each line; lines stay where they are, so snapshots share it. */
  readonly numberOf: Map<string, number>;
}

/** More moved chunks than this are cheaper read by one query. */
const POINT_READS = 20;
/** Characters of JSON in one transaction, well under the 2 MB that Cosmos DB takes. */
const TRANSACTION_LENGTH = 1_000_000;
const TRANSACTION_CHUNKS = 90;
const MAX_FAILURES = 8;

export function listStore(container: StateContainer): ListStore {
  const lists = new LRUCache<string, OpenList>({
    maxSize: 1_000_000,
    sizeCalculation: ({ numberOf }) => numberOf.size + 1,
  });

  const keep = (partition: Partition, list: OpenList): OpenList => {
    lists.set(keyOf(partition), list);
    return list;
  };

  async function refresh(partition: Partition): Promise<OpenList> {
    const known = lists.get(keyOf(partition)) ?? { snapshot: { head: undefined, chunks: [] }, numberOf: new Map() };
    const head = await container.read<Head>(partition, 'head');
    if (head?.etag === known.snapshot.head?.etag) return known;
    const chunks = await chunksOf(container, partition, head?.document.versions ?? [], known.snapshot.chunks);
    return keep(partition, openList({ head, chunks }, known.numberOf));
  }

  return {
    read: async (tenantId, list) => (await refresh(partitionOf(tenantId, list))).snapshot,
    async write(tenantId, list, entries) {
      const partition = partitionOf(tenantId, list);
      // What this process has read last is a good guess: the head's ETag proves it, and versions only grow.
      let open = lists.get(keyOf(partition)) ?? (await refresh(partition));
      for (let failures = 0; failures < MAX_FAILURES; ) {
        const { snapshot, numberOf } = open;
        const chunks = snapshot.chunks.map(({ document }) => document);
        const moved = chunksWith(partition, chunks, (entry) => numberOf.get(entryKey(entry)), entries);
        const part = firstTransaction(moved);
        if (part.length === 0) return;
        const next = headWith(partition, snapshot, part);
        const outcome = await container.commit(partition, operationsOf(next, snapshot, part));
        if (outcome.saved) open = keep(partition, openList(after(snapshot, next, part, outcome.etags), numberOf));
        else {
          failures++;
          open = await refresh(partition);
        }
      }
      throw new StateUnavailable(`Too many others write to the list ${list}.`);
    },
  };
}

function keyOf({ tenantId, aggregate }: Partition): string {
  return JSON.stringify([tenantId, aggregate]);
}

/** Notes the place of each line, in the map that all snapshots of a list share. */
function openList(snapshot: Snapshot, numberOf: Map<string, number>): OpenList {
  for (const { document } of snapshot.chunks)
    for (const entry of document.entries) numberOf.set(entryKey(entry), document.number);
  return { snapshot, numberOf };
}

function partitionOf(tenantId: string, list: string): Partition {
  return { tenantId, aggregate: `list:${list}` };
}

async function chunksOf(
  container: StateContainer,
  partition: Partition,
  versions: readonly number[],
  known: readonly Stored<Chunk>[],
): Promise<readonly Stored<Chunk>[]> {
  const moved = versions.flatMap((version, number) => (known[number]?.document.version === version ? [] : [number]));
  if (moved.length > POINT_READS) return allChunks(container, partition);
  const chunks = [...known];
  const read = await Promise.all(moved.map((number) => container.read<Chunk>(partition, `chunk:${number}`)));
  for (const chunk of read) if (chunk) chunks[chunk.document.number] = chunk;
  return chunks;
}

async function allChunks(container: StateContainer, partition: Partition): Promise<readonly Stored<Chunk>[]> {
  const documents = await container.query<(Chunk | Head) & { readonly _etag: string }>(partition, 'chunks');
  const chunks: Stored<Chunk>[] = [];
  for (const document of documents)
    if (document.id !== 'head') chunks[document.number] = { document, etag: document._etag };
  return chunks;
}

/** As many of the chunks as one transaction may carry. */
function firstTransaction(chunks: readonly Chunk[]): readonly Chunk[] {
  let length = 0;
  const end = chunks.findIndex((chunk, at) => {
    length += JSON.stringify(chunk).length;
    return at > 0 && (length > TRANSACTION_LENGTH || at >= TRANSACTION_CHUNKS);
  });
  return end < 0 ? chunks : chunks.slice(0, end);
}

function headWith(partition: Partition, { head }: Snapshot, moved: readonly Chunk[]): Head {
  const versions = [...(head?.document.versions ?? [])];
  for (const { number, version } of moved) versions[number] = version;
  return { ...partition, id: 'head', kind: 'rows', versions };
}

/** The head's ETag guards them all: whoever writes the list later has read this. */
function operationsOf(next: Head, { head, chunks }: Snapshot, moved: readonly Chunk[]): Operation[] {
  return [
    head ? { replace: next, etag: head.etag } : { create: next },
    ...moved.map((chunk) => {
      const before = chunks[chunk.number];
      return before ? { replace: chunk, etag: before.etag } : { create: chunk };
    }),
  ];
}

function after(
  snapshot: Snapshot,
  head: Head,
  moved: readonly Chunk[],
  [etag = '', ...etags]: readonly string[],
): Snapshot {
  const chunks = [...snapshot.chunks];
  moved.forEach((document, at) => {
    chunks[document.number] = { document, etag: etags[at] ?? '' };
  });
  return { head: { document: head, etag }, chunks };
}
