import type { SortKey } from './ast.ts';
import type { Row, Run } from './evaluation.ts';
import { type Compilation, compileExpression } from './expression-compiler.ts';
import type { Scope } from './scope.ts';
import { compareValues, type Value } from './values.ts';

/** Puts rows into order; returns the first `count` of them. */
export type Order = (rows: Iterable<Row>, run: Run, count: number) => Iterable<Row>;

/** Compiles ORDER BY. Rows equal in all keys keep their order; rows without any of the keys are left out, since the index has no entry for them. */
export function compileOrder(orderBy: readonly SortKey[], scope: Scope, compilation: Compilation): Order {
  const keys = orderBy.map(({ value, descending }) => ({
    evaluate: compileExpression(value, scope, compilation),
    sign: descending ? -1 : 1,
  }));

  function compare(left: Ranked, right: Ranked): number {
    for (const [index, { sign }] of keys.entries()) {
      const difference = sign * compareValues(left.keys[index], right.keys[index]);
      if (difference !== 0) return difference;
    }
    return left.arrival - right.arrival;
  }

  return (rows, run, count) => {
    const smallest = smallestOf(count, compare);
    let arrival = 0;
    for (const row of rows) {
      const values = keys.map(({ evaluate }) => evaluate(row, run));
      if (values.some((value) => value !== undefined)) smallest.add({ row, keys: values, arrival: arrival++ });
    }
    return smallest.sorted().map(({ row }) => row);
  };
}

interface Ranked {
  readonly row: Row;
  readonly keys: readonly Value[];
  readonly arrival: number;
}

interface Smallest<T> {
  add(item: T): void;
  sorted(): T[];
}

/** Keeps the `count` smallest of all added items: sorts and cuts whenever twice as many have come together, so memory stays bounded. */
function smallestOf<T>(count: number, compare: (left: T, right: T) => number): Smallest<T> {
  let kept: T[] = [];
  const cut = (): T[] => kept.sort(compare).slice(0, count);
  return {
    add(item) {
      kept.push(item);
      if (kept.length >= 2 * count + 1_000) kept = cut();
    },
    sorted: cut,
  };
}
