import type { Alarm } from '../clock/clock.ts';
import { lazyHeap } from '../clock/heap.ts';

/** Many moments on one clock, with a single alarm for the next of them. */
export interface Deadlines<T> {
  /** Sets or moves the deadline of an item (milliseconds since 1970). */
  set(item: T, time: number): void;
  delete(item: T): void;
  /** Takes all deadlines off the clock. */
  close(): void;
}

/** Calls `due` with each item whose deadline has come, earliest first. */
export function deadlines<T>(clock: Alarm, due: (item: T) => void): Deadlines<T> {
  interface Deadline {
    readonly item: T;
    readonly time: number;
    readonly order: number;
  }
  const current = new Map<T, Deadline>();
  const heap = lazyHeap<Deadline>(
    (a, b) => a.time < b.time || (a.time === b.time && a.order < b.order),
    (deadline) => current.get(deadline.item) === deadline,
  );
  let order = 0;
  let armed: { readonly time: number; readonly cancel: () => void } | undefined;

  function arm(): void {
    const next = heap.peek();
    // Never early either: who drives the clock from alarm to alarm must find something due at each.
    if (armed?.time === next?.time) return;
    armed?.cancel();
    armed = next && { time: next.time, cancel: clock.at(Math.max(next.time, clock.now()), ring) };
  }

  function ring(): void {
    armed = undefined;
    const now = clock.now();
    for (let next = heap.peek(); next && next.time <= now; next = heap.peek()) {
      heap.pop();
      current.delete(next.item);
      due(next.item);
    }
    arm();
  }

  return {
    set(item, time) {
      const known = current.get(item);
      if (known?.time === time) return;
      const deadline = { item, time, order: order++ };
      current.set(item, deadline);
      if (known) heap.bury();
      heap.push(deadline);
      arm();
    },
    delete(item) {
      if (!current.delete(item)) return;
      heap.bury();
      arm();
    },
    close() {
      current.clear();
      armed?.cancel();
      armed = undefined;
    },
  };
}
