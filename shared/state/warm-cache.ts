import { LRUCache } from 'lru-cache';
import { type Partition, partitionText, type StateDocument } from './documents.ts';

/** An aggregate as this process last saw it; only ever a guess, since others write too. */
export interface Known<S> {
  readonly document: StateDocument;
  readonly state: S | undefined;
  readonly etag: string;
}

export interface WarmCache {
  get(partition: Partition): Known<unknown> | undefined;
  set(partition: Partition, known: Known<unknown>): void;
  forget(partition: Partition): void;
}

/** Bounded by number and by characters of JSON: a few thousand aggregates, whatever their size. */
export function warmCache(): WarmCache {
  const cache = new LRUCache<string, Known<unknown>>({
    max: 5_000,
    maxSize: 64 * 1024 * 1024,
    maxEntrySize: 256 * 1024,
    sizeCalculation: ({ document }) => JSON.stringify(document).length,
  });
  return {
    get: (partition) => cache.get(partitionText(partition)),
    set: (partition, known) => void cache.set(partitionText(partition), known),
    forget: (partition) => void cache.delete(partitionText(partition)),
  };
}
