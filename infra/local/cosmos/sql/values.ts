import { isObject, type Json, type JsonObject } from '../json.ts';

/** What an expression yields: a JSON value, or undefined where a path leads nowhere or operands do not fit. */
export type Value = Json | undefined;

/** The order of types in ORDER BY, MIN and MAX: undefined, null, boolean, number, string, array, object. */
export function typeOrder(value: Value): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  switch (typeof value) {
    case 'boolean':
      return 2;
    case 'number':
      return 3;
    case 'string':
      return 4;
    default:
      return isArray(value) ? 5 : 6;
  }
}

/** Total order over all values: by type first, then by value; arrays and objects by their canonical text. */
export function compareValues(left: Value, right: Value): number {
  const types = typeOrder(left) - typeOrder(right);
  if (types !== 0) return types;
  if (left === undefined || right === undefined || left === null || right === null) return 0;
  if (typeof left === 'object' || typeof right === 'object') return compareScalars(canonical(left), canonical(right));
  return compareScalars(left, right);
}

/** `=`: undefined if either side is undefined, false across types, deep for arrays and objects. */
export function equals(left: Value, right: Value): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  return same(left, right);
}

/** `<`: undefined across types and for arrays and objects. */
export function lessThan(left: Value, right: Value): boolean | undefined {
  if (left === undefined || right === undefined || typeOrder(left) !== typeOrder(right)) return undefined;
  return isPrimitive(left) ? compareValues(left, right) < 0 : undefined;
}

/** Deep equality of two defined values; the order of properties does not count. */
export function same(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return (
      isArray(right) && left.length === right.length && left.every((item, index) => equals(item, right[index]) === true)
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length && names.every((name) => equals(left[name], own(right, name)) === true)
  );
}

/** A text that is equal exactly for equal values: the key of DISTINCT and GROUP BY. */
export function canonical(value: Value): string {
  if (value === undefined) return '';
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const properties = Object.keys(value).sort();
  return `{${properties.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** One step of a path: a property of an object by name, an element of an array by position. */
export function member(value: Value, key: Value): Value {
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) && typeof key === 'string' ? own(value, key) : undefined;
}

/** An object made of the defined values alone; a property named `__proto__` is a property like any other. */
export function objectOf(entries: Iterable<readonly [string, Value]>): JsonObject {
  return Object.fromEntries([...entries].filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

export function isArray(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

export function isPrimitive(value: Value): value is null | boolean | number | string {
  return value !== undefined && (value === null || typeof value !== 'object');
}

function own(object: JsonObject, name: string): Value {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function compareScalars<T extends string | number | boolean>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
