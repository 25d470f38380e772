import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { deadlines } from './deadlines.ts';
import { sequence } from './sequence.ts';

describe('A sequence', () => {
  test('is a sorted map', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ step: fc.integer({ min: 1, max: 3 }), remove: fc.option(fc.nat(300)) }), {
          maxLength: 300,
        }),
        fc.nat(600),
        (steps, from) => {
          const model = new Map<number, string>();
          const numbers = sequence<string>();
          let last = 0;
          for (const { step, remove } of steps) {
            last += step;
            model.set(last, `v${last}`);
            numbers.append(last, `v${last}`);
            if (remove !== null) expect(numbers.delete(remove)).toBe(model.delete(remove));
          }
          expect([...numbers.from(from)]).toEqual(
            [...model].filter(([number]) => number >= from).map(([, value]) => value),
          );
          expect(numbers.size).toBe(model.size);
        },
      ),
    );
  });
});

describe('Deadlines', () => {
  test('come in order, each once, unless they were moved or taken back', () => {
    const change = fc.record({ item: fc.nat(5), time: fc.option(fc.integer({ min: 1, max: 100 })) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const clock = drivenClock(0);
        const rung: number[] = [];
        const model = new Map<number, number>();
        const waiting = deadlines<number>(clock, (item) => void rung.push(item));
        for (const { item, time } of changes) {
          if (time === null) {
            model.delete(item);
            waiting.delete(item);
          } else {
            model.set(item, time);
            waiting.set(item, time);
          }
          expect(clock.next()).toBe(model.size === 0 ? undefined : Math.min(...model.values()));
        }
        clock.jumpTo(100);
        expect(rung.map((item) => model.get(item))).toEqual([...model.values()].sort((a, b) => a - b));
        expect(clock.next()).toBeUndefined();
      }),
    );
  });
});
