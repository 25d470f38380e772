import type { Value } from '../values.ts';
import { array } from './array.ts';
import { type BuiltIn, builtIn, isString, type Library } from './built-in.ts';
import { dateAndTime } from './date-and-time.ts';
import { math } from './math.ts';
import { regexMatch } from './regular-expression.ts';
import { string } from './string.ts';
import { typeChecking } from './type-checking.ts';

/** The built-in function of this name, in capitals. */
export function builtInFunction(name: string): BuiltIn | undefined {
  return functions.get(name);
}

const conditional: Library = {
  IIF: builtIn(3, 3, (test, then, otherwise) => (test === true ? then : otherwise)),
};

const regularExpression: Library = {
  REGEXMATCH: builtIn(2, 3, (text, pattern, modifiers = '') => matches(text, pattern, modifiers)),
};

const libraries = [array, conditional, dateAndTime, math, regularExpression, string, typeChecking];
const functions: ReadonlyMap<string, BuiltIn> = new Map(libraries.flatMap((library) => Object.entries(library)));

function matches(text: Value, pattern: Value, modifiers: Value): Value {
  return isString(text) && isString(pattern) && isString(modifiers) ? regexMatch(text, pattern, modifiers) : undefined;
}
