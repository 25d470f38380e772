import { isObject } from '../../json.ts';
import { isArray, isPrimitive, type Value } from '../values.ts';
import { type BuiltIn, builtIn, isInteger, isNumber, isString, type Library } from './built-in.ts';

/** Functions that ask for the type of a value; never undefined themselves. */
export const typeChecking: Library = {
  IS_ARRAY: check(isArray),
  IS_BOOL: check((value) => typeof value === 'boolean'),
  IS_DEFINED: check((value) => value !== undefined),
  IS_FINITE_NUMBER: check(Number.isFinite),
  IS_INTEGER: check(isInteger),
  IS_NULL: check((value) => value === null),
  IS_NUMBER: check(isNumber),
  IS_OBJECT: check(isObject),
  IS_PRIMITIVE: check(isPrimitive),
  IS_STRING: check(isString),
};

function check(test: (value: Value) => boolean): BuiltIn {
  return builtIn(1, 1, (value) => test(value));
}
