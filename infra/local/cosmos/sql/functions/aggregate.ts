import type { Json } from '../../json.ts';
import type { AggregateName } from '../ast.ts';
import { canonical, compareValues, isPrimitive, type Value } from '../values.ts';
import { finite } from './built-in.ts';

/** An aggregate under way over the rows of one group. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

/** Starts an aggregate. Undefined operands count for nothing; what does not fit otherwise makes the result undefined. */
export function accumulator(name: AggregateName): Accumulator {
  switch (name) {
    case 'COUNT':
      return counting((value) => value !== undefined);
    case 'COUNTIF':
      return counting((value) => value === true);
    case 'SUM':
      return adding((sum) => sum);
    case 'AVG':
      return adding((sum, count) => (count === 0 ? undefined : sum / count));
    case 'MIN':
      return choosing((candidate, best) => compareValues(candidate, best) < 0);
    case 'MAX':
      return choosing((candidate, best) => compareValues(candidate, best) > 0);
    case 'MAKELIST':
      return listing();
    case 'MAKESET':
      return collectingDistinct();
  }
}

function counting(counts: (value: Value) => boolean): Accumulator {
  let count = 0;
  return {
    add(value) {
      if (counts(value)) count += 1;
    },
    result: () => count,
  };
}

function adding(total: (sum: number, count: number) => number | undefined): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      if (value === undefined) return;
      sum += typeof value === 'number' ? value : Number.NaN;
      count += 1;
    },
    result() {
      const result = total(sum, count);
      return result === undefined ? undefined : finite(result);
    },
  };
}

function choosing(isBetter: (candidate: Value, best: Value) => boolean): Accumulator {
  let best: Value;
  let comparable = true;
  return {
    add(value) {
      if (value === undefined) return;
      comparable &&= isPrimitive(value);
      if (best === undefined || isBetter(value, best)) best = value;
    },
    result: () => (comparable ? best : undefined),
  };
}

function listing(): Accumulator {
  const items: Json[] = [];
  return {
    add(value) {
      if (value !== undefined) items.push(value);
    },
    result: () => items,
  };
}

function collectingDistinct(): Accumulator {
  const items = new Map<string, Json>();
  return {
    add(value) {
      const key = canonical(value);
      if (value !== undefined && !items.has(key)) items.set(key, value);
    },
    result: () => [...items.values()],
  };
}
