import { isObject, type Json } from '../../json.ts';
import type { AggregateName } from '../ast.ts';
import { canonical, equals, isArray, member, type Value } from '../values.ts';
import { accumulator } from './aggregate.ts';
import { type BuiltIn, builtIn, isInteger, isString, type Library, ofArray } from './built-in.ts';

/** Functions of arrays and objects; undefined for anything else. */
export const array: Library = {
  ARRAY_AVG: summary('AVG'),
  ARRAY_CONCAT: builtIn(2, Number.POSITIVE_INFINITY, (...arrays) =>
    arrays.every(isArray) ? arrays.flat(1) : undefined,
  ),
  ARRAY_CONTAINS: ofArray(2, 3, (items, wanted, partial) =>
    wanted === undefined
      ? undefined
      : items.some((item) => (partial === true ? includes(item, wanted) : equals(item, wanted))),
  ),
  ARRAY_CONTAINS_ALL: ofArray(2, Number.POSITIVE_INFINITY, (items, ...wanted) =>
    wanted.every((value) => holds(items, value)),
  ),
  ARRAY_CONTAINS_ANY: ofArray(2, Number.POSITIVE_INFINITY, (items, ...wanted) =>
    wanted.some((value) => holds(items, value)),
  ),
  ARRAY_LENGTH: ofArray(1, 1, (items) => items.length),
  ARRAY_MAX: summary('MAX'),
  ARRAY_MIN: summary('MIN'),
  ARRAY_SLICE: ofArray(2, 3, (items, start, length = items.length) =>
    isInteger(start) && isInteger(length) ? items.slice(start).slice(0, Math.max(0, length)) : undefined,
  ),
  ARRAY_SUM: summary('SUM'),
  CHOOSE: builtIn(2, Number.POSITIVE_INFINITY, (position, ...choices) =>
    isInteger(position) ? choices[position - 1] : undefined,
  ),
  OBJECTTOARRAY: builtIn(1, 3, (object, key = 'k', value = 'v') =>
    isObject(object) && isString(key) && isString(value)
      ? Object.entries(object).map(([name, content]) => ({ [key]: name, [value]: content }))
      : undefined,
  ),
  SETDIFFERENCE: ofSets((left, right) => left.filter(isNotIn(right))),
  SETEQUAL: ofSets((left, right) => !left.some(isNotIn(right)) && !right.some(isNotIn(left))),
  SETINTERSECT: ofSets((left, right) => left.filter((item) => !isNotIn(right)(item))),
  SETUNION: ofSets((left, right) => distinct([...left, ...right])),
};

function summary(name: AggregateName): BuiltIn {
  return ofArray(1, 1, (items) => {
    const total = accumulator(name);
    for (const item of items) total.add(item);
    return total.result();
  });
}

function holds(items: readonly Json[], wanted: Value): boolean {
  return items.some((item) => equals(item, wanted) === true);
}

/** Whether `item` has all that `wanted` has: a partial match of objects. */
function includes(item: Json, wanted: Json): boolean {
  if (!isObject(item) || !isObject(wanted)) return equals(item, wanted) === true;
  return Object.entries(wanted).every(([name, value]) => equals(member(item, name), value) === true);
}

function ofSets(call: (left: Json[], right: Json[]) => Value): BuiltIn {
  return builtIn(2, 2, (left, right) =>
    isArray(left) && isArray(right) ? call(distinct(left), distinct(right)) : undefined,
  );
}

function distinct(items: readonly Json[]): Json[] {
  return [...new Map(items.toReversed().map((item) => [canonical(item), item])).values()].reverse();
}

function isNotIn(items: readonly Json[]): (item: Json) => boolean {
  const keys = new Set(items.map(canonical));
  return (item) => !keys.has(canonical(item));
}
