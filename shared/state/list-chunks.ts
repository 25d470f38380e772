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

/** What is known of a list: its chunks, and in which of them each line lies. */
export interface Lines {
  readonly chunks: readonly Chunk[];
  readonly numberOf: ReadonlyMap<string, number>;
}

/** Chunks as they must be written to take in `entries`; what is older than a line already there is left out. */
export function chunksWith(partition: Partition, lines: Lines, entries: readonly Entry[]): readonly Chunk[] {
  const written = new Map<number, Map<string, Entry>>();
  let last = Math.max(lines.chunks.length - 1, 0);
  for (const [key, entry] of newest(entries)) {
    const known = lines.numberOf.get(key);
    const number = known ?? (sizeOf(lines, written, last) < CHUNK_LINES ? last : ++last);
    const before = lines.chunks[number]?.entries ?? [];
    if (known !== undefined && !isNews(before, key, entry)) continue;
    const chunk = written.get(number) ?? byKey(before);
    written.set(number, chunk.set(key, entry));
  }
  return [...written].map(([number, chunk]) => ({
    ...partition,
    id: `chunk:${number}`,
    kind: 'rows',
    number,
    version: (lines.chunks[number]?.version ?? 0) + 1,
    entries: [...chunk.values()],
  }));
}

/** Names a line within its list. */
export function entryKey({ tenantId, id }: Pick<Entry, 'tenantId' | 'id'>): string {
  return `${tenantId}\n${id}`;
}

function sizeOf({ chunks }: Lines, written: ReadonlyMap<number, ReadonlyMap<string, Entry>>, number: number): number {
  return written.get(number)?.size ?? chunks[number]?.entries.length ?? 0;
}

function isNews(before: readonly Entry[], key: string, { sequence }: Entry): boolean {
  const line = before.find((other) => entryKey(other) === key);
  return line === undefined || line.sequence < sequence;
}

function newest(entries: readonly Entry[]): Map<string, Entry> {
  return byKey(entries.toSorted((a, b) => a.sequence - b.sequence));
}

function byKey(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry) => [entryKey(entry), entry]));
}
