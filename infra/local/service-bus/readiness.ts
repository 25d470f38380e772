import { type LazyHeap, lazyHeap } from '../clock/heap.ts';
import type { Entry } from './entry.ts';

/** The active messages, in order of their numbers, apart for each session. */
export interface Readiness {
  add(entry: Entry): void;
  /** The first message of the session, or of those without one. */
  take(sessionId: string | undefined): Entry | undefined;
  has(sessionId: string): boolean;
  /** Says that the entry is no longer active although nobody took it. */
  bury(entry: Entry): void;
}

export function createReadiness(isReady: (entry: Entry) => boolean, bySession: boolean): Readiness {
  const lines = new Map<string | undefined, LazyHeap<Entry>>();
  const lineOf = (entry: Entry) => (bySession ? entry.message.sessionId : undefined);

  function first(sessionId: string | undefined): Entry | undefined {
    const line = lines.get(sessionId);
    const entry = line?.peek();
    if (line && !entry) lines.delete(sessionId);
    return entry;
  }

  return {
    add(entry) {
      const sessionId = lineOf(entry);
      let line = lines.get(sessionId);
      if (!line) {
        line = lazyHeap((a, b) => a.sequenceNumber < b.sequenceNumber, isReady);
        lines.set(sessionId, line);
      }
      line.push(entry);
    },
    take(sessionId) {
      const entry = first(sessionId);
      if (entry) lines.get(sessionId)?.pop();
      return entry;
    },
    has: (sessionId) => first(sessionId) !== undefined,
    bury(entry) {
      lines.get(lineOf(entry))?.bury();
    },
  };
}
