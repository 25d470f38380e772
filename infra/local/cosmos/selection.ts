import type { Container } from './container.ts';
import { badRequest } from './errors.ts';
import { isPrefix, type PartitionKey, parsePartitionKey } from './partition-key.ts';
import type { KeyRange, Partition } from './partitions.ts';
import type { RequestHeaders } from './protocol.ts';
import type { StoredDocument } from './stored-document.ts';
import { isExpired } from './time-to-live.ts';

/** The part of a container that a request speaks of. */
export type Selection =
  | { readonly of: 'container' }
  | { readonly of: 'partition'; readonly key: PartitionKey }
  /** All keys that begin so, in a container with a hierarchical key. */
  | { readonly of: 'prefix'; readonly key: PartitionKey }
  | { readonly of: 'range'; readonly range: KeyRange };

export function selectionOf(container: Container, headers: RequestHeaders): Selection {
  const key = headers['x-ms-documentdb-partitionkey'];
  if (key !== undefined) return selectionOfKey(parsePartitionKey(key, container.rules.keyPaths), container);
  const range = { min: headers['x-ms-start-epk'] ?? '', max: headers['x-ms-end-epk'] ?? 'FF' };
  if (!isPoint(range.min) || !isPoint(range.max))
    throw badRequest('The range of effective partition keys is not valid.');
  return range.min === '' && range.max === 'FF' ? { of: 'container' } : { of: 'range', range };
}

/** Live documents of the selection, in order of creation. `now` in seconds since 1970. */
export function* documentsIn(container: Container, selection: Selection, now: number): Iterable<StoredDocument> {
  for (const document of candidates(container, selection)) if (!isExpired(container, document, now)) yield document;
}

/** Whether a document belongs to the selection. */
export function membership(container: Container, selection: Selection): (document: StoredDocument) => boolean {
  if (selection.of === 'container') return () => true;
  const keys = new Set(partitionsIn(container, selection).map(({ key }) => key));
  return ({ partitionKey }) => keys.has(partitionKey);
}

function candidates(container: Container, selection: Selection): Iterable<StoredDocument> {
  if (selection.of === 'container') return container.documents.values();
  const partitions = partitionsIn(container, selection);
  const [only] = partitions;
  if (partitions.length <= 1) return only?.documents.values() ?? [];
  return partitions.flatMap(({ documents }) => [...documents.values()]).sort((a, b) => a.number - b.number);
}

function partitionsIn(
  { partitions }: Container,
  selection: Exclude<Selection, { of: 'container' }>,
): readonly Partition[] {
  switch (selection.of) {
    case 'partition': {
      const partition = partitions.get(selection.key);
      return partition ? [partition] : [];
    }
    case 'prefix':
      return partitions.withPrefix(selection.key);
    case 'range':
      return partitions.within(selection.range);
  }
}

const selectionOfKey = (key: PartitionKey, container: Container): Selection => ({
  of: isPrefix(key, container.rules.keyPaths) ? 'prefix' : 'partition',
  key,
});

const isPoint = (text: string) => /^[0-9A-F]*$/.test(text);
