import type { Partition } from './documents.ts';
import type { Row } from './lists.ts';

/** A line with the version of the aggregate it was made from; null where the aggregate has no line (any more). */
export interface Entry {
  readonly tenantId: string;
  readonly id: string;
  readonly sequence: number;
  readonly row: Row | null;
}

/** Up to 100 lines. A line never moves to another chunk, and never leaves: an older version must find the newer one. */
export interface Chunk extends Partition {
  readonly id: `chunk:${number}`;
  readonly kind: 'rows';
  readonly number: number;
  readonly version: number;
  readonly entries: readonly Entry[];
}

/** Says which version each chunk is at, so a reader fetches only what moved. Every write of the list replaces it. */
export interface Head extends Partition {
  readonly id: 'head';
  readonly kind: 'rows';
  /** By number of the chunk. */
  readonly versions: readonly number[];
}

/** Lines of a chunk: small enough to be rewritten for one line, large enough to be loaded by the thousand. */
export const CHUNK_LINES = 100;

/** Chunks as they must be written to take in `entries`; what is older than a line already there is left out. */
export function chunksWith(
  partition: Partition,
  chunks: readonly Chunk[],
  numberOf: (entry: Entry) => number | undefined,
  entries: readonly Entry[],
): readonly Chunk[] {
  const written = new Map<number, Map<string, Entry>>();
  let last = Math.max(chunks.length - 1, 0);
  const open = (number: number): Map<string, Entry> => {
    const chunk = written.get(number) ?? byKey(chunks[number]?.entries ?? []);
    if (!written.has(number)) written.set(number, chunk);
    return chunk;
  };
  for (const entry of newest(entries)) {
    const known = numberOf(entry);
    if (known === undefined && chunkSize(written, chunks, last) >= CHUNK_LINES) last++;
    const number = known ?? last;
    const line = chunks[number]?.entries.find((other) => entryKey(other) === entryKey(entry));
    if (line && line.sequence >= entry.sequence) continue;
    open(number).set(entryKey(entry), entry);
  }
  return [...written].map(([number, lines]) => ({
    ...partition,
    id: `chunk:${number}`,
    kind: 'rows',
    number,
    version: (chunks[number]?.version ?? 0) + 1,
    entries: [...lines.values()],
  }));
}

/** Names a line within its list. */
export function entryKey({ tenantId, id }: Pick<Entry, 'tenantId' | 'id'>): string {
  return `${tenantId}\n${id}`;
}

function chunkSize(
  written: ReadonlyMap<number, ReadonlyMap<string, Entry>>,
  chunks: readonly Chunk[],
  number: number,
): number {
  return written.get(number)?.size ?? chunks[number]?.entries.length ?? 0;
}

function byKey(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry) => [entryKey(entry), entry]));
}

function newest(entries: readonly Entry[]): Iterable<Entry> {
  return byKey(entries.toSorted((a, b) => a.sequence - b.sequence)).values();
}
