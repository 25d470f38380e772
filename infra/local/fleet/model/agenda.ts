import { lazyHeap } from '../../clock/heap.ts';
import type { Happening } from './happenings.ts';

/** What is to happen beside the one pending event of each device. */
export interface Agenda {
  at(time: number, happening: Happening): void;
  next(): number | undefined;
  /** The earliest happening up to `time`, taken out; those of one moment come in the order in which they were put in. */
  take(time: number): { readonly time: number; readonly happening: Happening } | undefined;
  save(): readonly Entry[];
  restore(saved: readonly Entry[]): void;
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly happening: Happening;
}

export function createAgenda(): Agenda {
  const waiting = new Set<Entry>();
  const heap = lazyHeap<Entry>(
    (a, b) => a.time < b.time || (a.time === b.time && a.order < b.order),
    (entry) => waiting.has(entry),
  );
  let count = 0;

  function put(entry: Entry): void {
    waiting.add(entry);
    heap.push(entry);
    count = Math.max(count, entry.order + 1);
  }

  return {
    at: (time, happening) => put({ time, order: count, happening }),
    next: () => heap.peek()?.time,
    take(time) {
      const entry = heap.peek();
      if (!entry || entry.time > time) return undefined;
      heap.pop();
      waiting.delete(entry);
      return entry;
    },
    save: () => [...waiting],
    restore(saved) {
      for (const _ of waiting) heap.bury();
      waiting.clear();
      for (const entry of saved) put(entry);
    },
  };
}
