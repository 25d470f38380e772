import { LRUCache } from 'lru-cache';
import type { Json, JsonObject } from './json.ts';
import type { PartitionKey } from './partition-key.ts';

/**
 * One version of a document. The body stays the JSON text that clients are answered with; what indexes need stands
 * beside it, so that neither a restart nor a point read parses bodies.
 */
export interface StoredDocument {
  readonly id: string;
  readonly partitionKey: PartitionKey;
  /** Number of the document within its container, in order of creation; an update keeps it. */
  readonly number: number;
  /** Position of this version in the container's change feed. */
  readonly lsn: number;
  readonly etag: string;
  /** `_ts`, in seconds since 1970. */
  readonly timestamp: number;
  /** The document's own `ttl`, in seconds; -1 never. */
  readonly timeToLive: number | undefined;
  /** The values under each of the container's unique keys, as JSON text. */
  readonly uniqueKeys: readonly string[];
  /** The body with its system properties, as JSON. */
  readonly text: string;
}

const bodies = new LRUCache<StoredDocument, JsonObject>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: (_, document) => document.text.length,
});

const texts = new WeakMap<object, string>();

/** The body, parsed; shared between callers, so never to be changed. */
export function bodyOf(document: StoredDocument): JsonObject {
  const known = bodies.get(document);
  if (known) return known;
  const body: JsonObject = JSON.parse(document.text);
  bodies.set(document, body);
  texts.set(body, document.text);
  return body;
}

/** The text of which `bodyOf` made this value, which saves writing it anew. */
export const textOf = (value: Json): string | undefined =>
  typeof value === 'object' && value !== null ? texts.get(value) : undefined;
