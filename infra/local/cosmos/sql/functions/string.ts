import { isDeeperThan, isObject, type Json } from '../../json.ts';
import { limits } from '../limits.ts';
import { isArray, type Value } from '../values.ts';
import { type BuiltIn, builtIn, isInteger, isNumber, isString, type Library, ofStrings } from './built-in.ts';

/** Functions of strings; undefined for anything else. Lengths and positions count UTF-16 units. */
export const string: Library = {
  CONCAT: builtIn(2, Number.POSITIVE_INFINITY, (...parts) => concatenate(parts)),
  CONTAINS: comparison((text, part) => text.includes(part)),
  CONTAINS_ALL_CI: containing('every', lower),
  CONTAINS_ALL_CS: containing('every', asIs),
  CONTAINS_ANY_CI: containing('some', lower),
  CONTAINS_ANY_CS: containing('some', asIs),
  ENDSWITH: comparison((text, part) => text.endsWith(part)),
  INDEX_OF: builtIn(2, 3, (text, part, from = 0) =>
    isString(text) && isString(part) && isInteger(from) ? text.indexOf(part, from) : undefined,
  ),
  LASTINDEXOF: ofStrings(2, (text, part) => text.lastIndexOf(part)),
  LASTSUBSTRINGAFTER: ofStrings(2, (text, mark) => after(text, mark, text.lastIndexOf(mark))),
  LASTSUBSTRINGBEFORE: ofStrings(2, (text, mark) => before(text, text.lastIndexOf(mark))),
  LEFT: cut((text, length) => text.slice(0, length)),
  LENGTH: ofStrings(1, (text) => text.length),
  LOWER: ofStrings(1, lower),
  LTRIM: ofStrings(1, (text) => text.trimStart()),
  REPLACE: ofStrings(3, replaceAll),
  REPLICATE: builtIn(2, 2, (text, times) => (isString(text) && isInteger(times) ? replicate(text, times) : undefined)),
  REVERSE: ofStrings(1, (text) => [...text].reverse().join('')),
  RIGHT: cut((text, length) => text.slice(Math.max(0, text.length - length))),
  RTRIM: ofStrings(1, (text) => text.trimEnd()),
  STARTSWITH: comparison((text, part) => text.startsWith(part)),
  STRINGEQUALS: comparison((text, other) => text === other),
  STRINGJOIN: builtIn(2, 2, (texts, separator) =>
    isArray(texts) && texts.every(isString) && isString(separator) ? bounded(texts.join(separator)) : undefined,
  ),
  STRINGSPLIT: ofStrings(2, (text, separator) => text.split(separator)),
  STRINGTOARRAY: parsed(isArray),
  STRINGTOBOOLEAN: parsed((value) => typeof value === 'boolean'),
  STRINGTONULL: parsed((value) => value === null),
  STRINGTONUMBER: parsed(isNumber),
  STRINGTOOBJECT: parsed(isObject),
  SUBSTRING: builtIn(3, 3, (text, start, length) =>
    isString(text) && isInteger(start) && isInteger(length) ? substring(text, start, length) : undefined,
  ),
  SUBSTRINGAFTER: ofStrings(2, (text, mark) => after(text, mark, text.indexOf(mark))),
  SUBSTRINGBEFORE: ofStrings(2, (text, mark) => before(text, text.indexOf(mark))),
  TOSTRING: builtIn(1, 1, (value) => (value === undefined || isString(value) ? value : JSON.stringify(value))),
  TRIM: ofStrings(1, (text) => text.trim()),
  UPPER: ofStrings(1, (text) => text.toUpperCase()),
};

/** CONCAT and `||`: undefined if a part is no string or the whole grows too long. */
export function concatenate(parts: readonly Value[]): string | undefined {
  if (!parts.every(isString)) return undefined;
  const length = parts.reduce((total, part) => total + part.length, 0);
  return length > limits.stringLength ? undefined : parts.join('');
}

/** The service's own limit on what REPLICATE returns. */
const maxReplicatedLength = 10_000;

function replicate(text: string, times: number): string | undefined {
  return times < 0 || text.length * times > maxReplicatedLength ? undefined : text.repeat(times);
}

/** Empty for a start before the text, other than in most languages. */
function substring(text: string, start: number, length: number): string {
  return start < 0 ? '' : text.slice(start, start + Math.max(0, length));
}

function replaceAll(text: string, part: string, replacement: string): string | undefined {
  if (part === '') return undefined;
  return concatenate(text.split(part).flatMap((piece, index) => (index === 0 ? [piece] : [replacement, piece])));
}

function bounded(text: string): string | undefined {
  return text.length > limits.stringLength ? undefined : text;
}

/** A test of two strings; true as third operand lets case not count. */
function comparison(test: (text: string, part: string) => boolean): BuiltIn {
  return builtIn(2, 3, (text, part, ignoreCase) => {
    if (!isString(text) || !isString(part)) return undefined;
    return ignoreCase === true ? test(lower(text), lower(part)) : test(text, part);
  });
}

function containing(quantifier: 'some' | 'every', fold: (text: string) => string): BuiltIn {
  return builtIn(2, Number.POSITIVE_INFINITY, (text, ...parts) =>
    isString(text) && parts.every(isString) ? parts[quantifier]((part) => fold(text).includes(fold(part))) : undefined,
  );
}

function cut(take: (text: string, length: number) => string): BuiltIn {
  return builtIn(2, 2, (text, length) =>
    isString(text) && isInteger(length) ? take(text, Math.max(0, length)) : undefined,
  );
}

function parsed(isExpected: (value: Json) => boolean): BuiltIn {
  return ofStrings(1, (text) => {
    try {
      const value: Json = JSON.parse(text);
      return isExpected(value) && !isDeeperThan(value, limits.documentNesting) ? value : undefined;
    } catch {
      return undefined;
    }
  });
}

function after(text: string, mark: string, position: number): string {
  return position < 0 ? '' : text.slice(position + mark.length);
}

function before(text: string, position: number): string {
  return position < 0 ? '' : text.slice(0, position);
}

function lower(text: string): string {
  return text.toLowerCase();
}

function asIs(text: string): string {
  return text;
}
