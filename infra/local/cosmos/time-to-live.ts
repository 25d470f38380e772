import { type Container, forgetDocument } from './container.ts';
import type { StoredDocument } from './stored-document.ts';

/** Whether the document has outlived its `ttl`, or else the container's. `now` in seconds since 1970. */
export function isExpired(container: Container, document: StoredDocument, now: number): boolean {
  const { defaultTimeToLive } = container.rules;
  if (defaultTimeToLive === undefined) return false; // the container does not expire anything, whatever a document says
  const timeToLive = document.timeToLive ?? defaultTimeToLive;
  return timeToLive > 0 && document.timestamp + timeToLive <= now;
}

/**
 * Frees the room that expired documents take, once as many changes have been made as there are documents: constant
 * work for each change. Returns what was removed. The feed shows no such removal.
 */
export function sweepWhenDue(container: Container, now: number): readonly StoredDocument[] {
  if (container.rules.defaultTimeToLive === undefined) return [];
  if (container.lsn - container.sweptAt < container.documents.size + 1000) return [];
  container.sweptAt = container.lsn;
  const expired = [...container.documents.values()].filter((document) => isExpired(container, document, now));
  for (const document of expired) forgetDocument(container, document);
  return expired;
}
