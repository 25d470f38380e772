import assert from 'node:assert/strict';
import { checks } from './checks.ts';
import { evaluates, resultsOf } from './query-results.ts';

export const functionChecks = checks('Queries: expressions and functions', {
  arithmetic: evaluates('[c.n + 1, c.n - 1, c.n * 2, c.n / 2, c.n % 4, -c.n]', [8, 6, 14, 3.5, 3, -7]),
  'bitwise operators': evaluates('[c.n & 3, c.n | 8, c.n ^ 1, ~c.n, c.n << 1, c.n >> 1]', [3, 15, 6, -8, 14, 3]),
  'text is joined with ||': evaluates('c.id || "-" || c.pk', 'x7-k1'),
  '?? stands in for what is missing, ? : chooses': evaluates('[c.absent ?? "none", c.n > 5 ? "high" : "low"]', [
    'none',
    'high',
  ]),
  'CONTAINS, STARTSWITH and ENDSWITH, with and without case': evaluates(
    '[CONTAINS("ABC", "b"), CONTAINS("ABC", "b", true), STARTSWITH(c.id, "X", true), ENDSWITH(c.id, "7"), STRINGEQUALS("a", "A", true)]',
    [false, true, true, true, true],
  ),
  'text functions': evaluates(
    '[LOWER("Ab"), UPPER("Ab"), LENGTH("abc"), TRIM(" a "), REVERSE("abc"), SUBSTRING("abcdef", 2, 3), LEFT("abc", 2), RIGHT("abc", 2), REPLACE("aba", "a", "c"), INDEX_OF("abc", "c"), CONCAT("a", "b", "c"), REPLICATE("ab", 2)]',
    ['ab', 'AB', 3, 'a', 'cba', 'cde', 'ab', 'bc', 'cbc', 2, 'abc', 'abab'],
  ),
  'text becomes values and back': evaluates(
    '[ToString(1.5), ToString([1]), StringToNumber("2"), StringToBoolean("true"), StringToArray("[1]"), StringToObject("{\\"a\\":1}")]',
    ['1.5', '[1]', 2, true, [1], { a: 1 }],
  ),
  'RegexMatch with modifiers': evaluates(
    '[RegexMatch(c.id, "^x[0-9]$"), RegexMatch("ABC", "b"), RegexMatch("ABC", "b", "i")]',
    [true, false, true],
  ),
  mathematics: evaluates(
    '[ABS(-1), CEILING(1.2), FLOOR(1.8), ROUND(2.5), TRUNC(-1.5), SQRT(9), POWER(2, 3), SIGN(-5), LOG10(100)]',
    [1, 2, 1, 3, -1, 3, 8, -1, 2],
  ),
  'array functions': evaluates(
    '[ARRAY_LENGTH(c.tags), ARRAY_CONCAT([1], [2, 3]), ARRAY_SLICE([1, 2, 3], 1), ARRAY_SLICE([1, 2, 3], -2, 1), SetIntersect([1, 2], [2, 3]), SetUnion([1], [1, 2]), ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1}, true)]',
    [1, [1, 2, 3], [2, 3], [2], [2], [1, 2], true],
  ),
  'type checks': evaluates(
    '[IS_NULL(null), IS_NUMBER(c.n), IS_STRING(c.n), IS_ARRAY(c.tags), IS_OBJECT(c.nested), IS_BOOL(true), IS_PRIMITIVE(c.tags), IS_INTEGER(1.5)]',
    [true, true, false, true, true, true, false, false],
  ),
  'IIF chooses': evaluates('IIF(c.n = 7, "seven", "other")', 'seven'),
  'the current date is ISO 8601 with seven digits': async (fixture) => {
    const [now] = await resultsOf(fixture, 'SELECT TOP 1 VALUE GetCurrentDateTime() FROM c', {}, {});
    assert.match(String(now), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  },
  'dates are added, taken apart and compared': evaluates(
    '[DateTimeAdd("mm", 1, "2024-01-31T00:00:00.0000000Z"), DateTimeDiff("day", "2024-02-28T23:00:00.0000000Z", "2024-03-01T01:00:00.0000000Z"), DateTimePart("year", "2024-02-28T23:00:00.0000000Z")]',
    ['2024-02-29T00:00:00.0000000Z', 2, 2024],
  ),
  'dates become timestamps and back': evaluates(
    '[DateTimeToTimestamp("2020-09-13T12:26:40.0000000Z"), TimestampToDateTime(1600000000000)]',
    [1_600_000_000_000, '2020-09-13T12:26:40.0000000Z'],
  ),
  'operands that do not fit make a result undefined': evaluates('[c.n + "1", LOWER(c.n), ABS("x"), c.tags.length]', []),
});
