import { setImmediate } from 'node:timers/promises';
import type { Store } from './store.ts';

/**
 * What a stand-in has changed in memory and not yet on the disk. Whatever is noted while a commit is due goes into it
 * (group commit), so a lone writer pays one sync and a crowd shares it.
 *
 * What the disk refused stays noted and is tried again with the next commit: memory is never more than the disk and
 * this journal together, and a disk with room again heals everything. Until then nothing noted after it is durable
 * either, and everyone who waits hears so.
 */
export interface Journal {
  /** Notes the key's new value, or its removal. */
  note(key: string, value: string | undefined): void;
  /** Resolves when everything noted so far is durable; rejects with the store's error when the disk refused it. */
  durable(): Promise<void>;
}

/** Without a store nothing is kept: a stand-in in pure memory for tests. */
export const memoryJournal: Journal = {
  note: () => undefined,
  durable: () => Promise.resolve(),
};

export function journal(store: Store): Journal {
  let noted = new Map<string, string | undefined>();
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function commitAfter(earlier: Promise<void>): Promise<void> {
    await earlier.catch(() => undefined); // its own callers hear of it
    await setImmediate(); // all requests that have arrived by now share the commit
    const changes = noted;
    noted = new Map();
    next = undefined;
    try {
      await store.commit([...changes]);
    } catch (error) {
      noted = new Map([...changes, ...noted]);
      throw error;
    }
  }

  return {
    note: (key, value) => void noted.set(key, value),
    durable() {
      if (noted.size === 0) return running;
      if (!next) {
        next = commitAfter(running);
        running = next;
      }
      return next;
    },
  };
}
