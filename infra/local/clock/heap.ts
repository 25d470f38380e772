/**
 * A min-heap from which items disappear by themselves: what `isLive` denies is skipped and, once it is the larger part,
 * swept out, so an item can be taken out of the middle for nothing.
 */
export interface LazyHeap<T> {
  push(item: T): void;
  /** The least live item, left in place. */
  peek(): T | undefined;
  pop(): T | undefined;
  /** Says that one of the items is no longer live. */
  bury(): void;
}

const SWEEP_FROM = 64;

export function lazyHeap<T>(before: (a: T, b: T) => boolean, isLive: (item: T) => boolean): LazyHeap<T> {
  let items: T[] = [];
  let dead = 0;

  function rise(at: number): void {
    const item = items[at] as T;
    let child = at;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = items[parent] as T;
      if (!before(item, above)) break;
      items[child] = above;
      child = parent;
    }
    items[child] = item;
  }

  function sink(at: number): void {
    const item = items[at] as T;
    let parent = at;
    for (let child = 2 * parent + 1; child < items.length; child = 2 * parent + 1) {
      const right = child + 1;
      if (right < items.length && before(items[right] as T, items[child] as T)) child = right;
      const below = items[child] as T;
      if (!before(below, item)) break;
      items[parent] = below;
      parent = child;
    }
    items[parent] = item;
  }

  function removeFirst(): T | undefined {
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last as T;
      sink(0);
    }
    return first;
  }

  function skipDead(): void {
    while (items.length > 0 && !isLive(items[0] as T)) {
      removeFirst();
      dead = Math.max(0, dead - 1);
    }
  }

  return {
    push(item) {
      items.push(item);
      rise(items.length - 1);
    },
    peek() {
      skipDead();
      return items[0];
    },
    pop() {
      skipDead();
      return removeFirst();
    },
    bury() {
      dead++;
      if (items.length < SWEEP_FROM || dead * 2 < items.length) return;
      items = items.filter(isLive);
      dead = 0;
      for (let at = (items.length >> 1) - 1; at >= 0; at--) sink(at);
    },
  };
}
