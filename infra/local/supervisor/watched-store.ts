import { messageOf } from '../functions-host/errors.ts';
import type { Store } from '../store/store.ts';

/** A store that remembers what the disk refused last, until it takes something again. */
export interface WatchedStore extends Store {
  readonly fault: string | undefined;
}

export function watchedStore(store: Store): WatchedStore {
  let fault: string | undefined;
  return {
    get fault() {
      return fault;
    },
    async commit(changes) {
      try {
        await store.commit(changes);
        fault = undefined;
      } catch (error) {
        fault = messageOf(error);
        throw error;
      }
    },
    range: (start, end) => store.range(start, end),
    get: (key) => store.get(key),
    close: () => store.close(),
  };
}
