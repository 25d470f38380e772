import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lazyHeap } from './heap.ts';

test('a lazy heap gives its live items in order, however many have died', () => {
  const changes = fc.array(fc.record({ value: fc.nat(1000), bury: fc.boolean(), pop: fc.boolean() }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(changes, (steps) => {
      let live: number[] = [];
      const heap = lazyHeap<number>(
        (a, b) => a < b,
        (item) => live.includes(item),
      );
      for (const { value, bury, pop } of steps) {
        if (!live.includes(value)) {
          live.push(value);
          heap.push(value);
        }
        if (bury) {
          live = live.slice(1);
          heap.bury();
        }
        live.sort((a, b) => a - b);
        expect(heap.peek()).toBe(live[0]);
        if (pop) expect(heap.pop()).toBe(live.shift());
      }
    }),
  );
});
