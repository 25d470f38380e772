import type { Json } from '../../json.ts';
import type { Value } from '../values.ts';
import { isArray } from '../values.ts';

/** A function of the query language that depends on its operands alone. */
export interface BuiltIn {
  readonly minimum: number;
  /** Most operands; Infinity for a function that takes any number. */
  readonly maximum: number;
  readonly call: (...operands: Value[]) => Value;
}

/** A library of functions by name, in capitals. */
export type Library = Readonly<Record<string, BuiltIn>>;

/** A function of `minimum` to `maximum` operands of any type. */
export function builtIn(minimum: number, maximum: number, call: (...operands: Value[]) => Value): BuiltIn {
  return { minimum, maximum, call };
}

/** A function of `count` strings; undefined for anything else. */
export function ofStrings(count: number, call: (...strings: string[]) => Value): BuiltIn {
  return builtIn(count, count, (...operands) => (operands.every(isString) ? call(...operands) : undefined));
}

/** A function of `count` numbers; undefined for anything else and for a result that is no finite number. */
export function ofNumbers(count: number, call: (...numbers: number[]) => number): BuiltIn {
  return builtIn(count, count, (...operands) => (operands.every(isNumber) ? finite(call(...operands)) : undefined));
}

/** A function whose first operand is an array; undefined for anything else. */
export function ofArray(
  minimum: number,
  maximum: number,
  call: (array: readonly Json[], ...rest: Value[]) => Value,
): BuiltIn {
  return builtIn(minimum, maximum, (array, ...rest) => (isArray(array) ? call(array, ...rest) : undefined));
}

export function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

export function isString(value: Value): value is string {
  return typeof value === 'string';
}

export function isNumber(value: Value): value is number {
  return typeof value === 'number';
}

export function isInteger(value: Value): value is number {
  return Number.isInteger(value);
}
