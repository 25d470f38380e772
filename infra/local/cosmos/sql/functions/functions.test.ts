import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../index.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** The value of an expression; undefined if it has none. */
const evaluated = (expression: string) => compile(`SELECT VALUE ${expression}`).run([], { now })[0];

const cases: Readonly<Record<string, readonly (readonly [expression: string, value: unknown])[]>> = {
  text: [
    ['CONCAT("a", "b", "c")', 'abc'],
    ['CONCAT("a", 1)', undefined],
    ['CONTAINS("abc", "B")', false],
    ['CONTAINS("abc", "B", true)', true],
    ['CONTAINS_ANY_CI("Abc", "x", "B")', true],
    ['CONTAINS_ANY_CS("Abc", "x", "B")', false],
    ['CONTAINS_ALL_CI("Abc", "a", "B")', true],
    ['CONTAINS_ALL_CS("Abc", "A", "B")', false],
    ['STARTSWITH("abc", "AB", true)', true],
    ['ENDSWITH("abc", "c")', true],
    ['STRINGEQUALS("a", "A")', false],
    ['INDEX_OF("abcabc", "c")', 2],
    ['INDEX_OF("abcabc", "c", 3)', 5],
    ['INDEX_OF("abc", "x")', -1],
    ['LastIndexOf("abcabc", "c")', 5],
    ['LEFT("abc", 2)', 'ab'],
    ['LEFT("abc", -1)', ''],
    ['RIGHT("abc", 2)', 'bc'],
    ['RIGHT("abc", 0)', ''],
    ['RIGHT("abc", 9)', 'abc'],
    ['LENGTH("abc")', 3],
    ['LENGTH(5)', undefined],
    ['LOWER("AbC")', 'abc'],
    ['UPPER("AbC")', 'ABC'],
    ['LTRIM(" a ") || RTRIM(" b ") || TRIM(" c ")', 'a  bc'],
    ['REPLACE("abab", "a", "xx")', 'xxbxxb'],
    ['REPLACE("ab", "", "x")', undefined],
    ['REPLICATE("ab", 3)', 'ababab'],
    ['REPLICATE("ab", 5001)', undefined],
    ['REPLICATE("ab", -1)', undefined],
    ['REVERSE("aé😀")', '😀éa'],
    ['SUBSTRING("abcdef", 1, 2)', 'bc'],
    ['SUBSTRING("abc", 2, 9)', 'c'],
    ['SUBSTRING("abc", -1, 2) || SUBSTRING("abc", 1, -1) || SUBSTRING("abc", 5, 1)', ''],
    ['SubstringAfter("a-b-c", "-")', 'b-c'],
    ['SubstringBefore("a-b-c", "-")', 'a'],
    ['LastSubstringAfter("a-b-c", "-")', 'c'],
    ['LastSubstringBefore("a-b-c", "-")', 'a-b'],
    ['StringJoin(["a", "b"], "-")', 'a-b'],
    ['StringSplit("a-b", "-")', ['a', 'b']],
    ['StringToArray("[1, [2]]")', [1, [2]]],
    ['StringToArray("{}")', undefined],
    ['StringToBoolean(" true ")', true],
    ['StringToBoolean("yes")', undefined],
    ['StringToNull("null")', null],
    ['StringToNumber("-1.5e2")', -150],
    ['StringToNumber("0x10")', undefined],
    ['StringToObject("{\\"a\\": 1}")', { a: 1 }],
    ['ToString(1.5)', '1.5'],
    ['ToString({a: [null, true]})', '{"a":[null,true]}'],
    ['ToString(undefined)', undefined],
  ],
  numbers: [
    ['[ABS(-1), SIGN(-2), SIGN(0), SQUARE(3), SQRT(9), POWER(2, 10)]', [1, -1, 0, 9, 3, 1024]],
    ['[CEILING(1.1), FLOOR(1.9), TRUNC(-1.9), ROUND(2.5), ROUND(-2.5), ROUND(2.4)]', [2, 1, -1, 3, -3, 2]],
    ['[EXP(0), LOG(1), LOG(8, 2), LOG10(1000), PI() > 3.14]', [1, 0, 3, 3, true]],
    ['[SIN(0), COS(0), TAN(0), ASIN(0), ACOS(1), ATAN(0), ATN2(0, 1)]', [0, 1, 0, 0, 0, 0, 0]],
    ['[DEGREES(PI()), RADIANS(180) = PI()]', [180, true]],
    ['[NumberBin(27, 10), NumberBin(2.7)]', [20, 2]],
    ['[IntAdd(2, 3), IntSub(2, 3), IntMul(2, 3), IntDiv(7, 2), IntMod(7, 2)]', [5, -1, 6, 3, 1]],
    [
      '[IntBitAnd(6, 3), IntBitOr(6, 3), IntBitXor(6, 3), IntBitNot(0), IntBitLeftShift(1, 4), IntBitRightShift(16, 4)]',
      [2, 7, 5, -1, 16, 1],
    ],
    ['IntDiv(1, 0)', undefined],
    ['IntAdd(1.5, 1)', undefined],
    ['SQRT(-1)', undefined],
    ['ABS("1")', undefined],
    ['RAND() >= 0 AND RAND() < 1', true],
  ],
  'arrays and objects': [
    ['ARRAY_CONCAT([1], [2, [3]], [])', [1, 2, [3]]],
    ['ARRAY_CONCAT([1], 2)', undefined],
    ['ARRAY_CONTAINS([1, 2], 2)', true],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1})', false],
    ['ARRAY_CONTAINS([{a: 1, b: 2}], {a: 1}, true)', true],
    ['ARRAY_CONTAINS("text", 1)', undefined],
    ['ARRAY_CONTAINS_ANY([1, 2], 3, 2)', true],
    ['ARRAY_CONTAINS_ALL([1, 2], 1, 3)', false],
    ['ARRAY_LENGTH([1, 2, 3])', 3],
    ['[ARRAY_SLICE([1, 2, 3], 1), ARRAY_SLICE([1, 2, 3], 0, 2), ARRAY_SLICE([1, 2, 3], -2, 1)]', [[2, 3], [1, 2], [2]]],
    ['[ARRAY_SUM([1, 2]), ARRAY_AVG([1, 2]), ARRAY_MIN([2, 1]), ARRAY_MAX(["a", "b"])]', [3, 1.5, 1, 'b']],
    ['CHOOSE(2, "a", "b")', 'b'],
    ['CHOOSE(3, "a", "b")', undefined],
    [
      'ObjectToArray({a: 1, b: [2]})',
      [
        { k: 'a', v: 1 },
        { k: 'b', v: [2] },
      ],
    ],
    ['ObjectToArray({a: 1}, "name", "value")', [{ name: 'a', value: 1 }]],
    ['[SetIntersect([1, 2, 2], [2, 3]), SetUnion([1, 2], [2, 3]), SetDifference([1, 2], [2])]', [[2], [1, 2, 3], [1]]],
    ['[SetEqual([1, 2], [2, 1, 1]), SetEqual([1], [2])]', [true, false]],
    ['IIF(1 = 1, "yes", "no") || IIF("1", "yes", "no")', 'yesno'],
  ],
  types: [
    [
      '[IS_ARRAY([]), IS_BOOL(false), IS_NULL(null), IS_NUMBER(1), IS_OBJECT({}), IS_STRING("")]',
      [true, true, true, true, true, true],
    ],
    ['[IS_OBJECT([]), IS_OBJECT(null), IS_NULL(undefined), IS_NUMBER("1")]', [false, false, false, false]],
    ['[IS_DEFINED(null), IS_DEFINED(undefined)]', [true, false]],
    ['[IS_PRIMITIVE(null), IS_PRIMITIVE([]), IS_PRIMITIVE(undefined)]', [true, false, false]],
    ['[IS_INTEGER(1), IS_INTEGER(1.5), IS_FINITE_NUMBER(1.5), IS_FINITE_NUMBER("1")]', [true, false, true, false]],
  ],
  dates: [
    ['GetCurrentDateTime()', '2026-01-02T03:04:05.6780000Z'],
    ['[GetCurrentTimestamp(), GetCurrentTicks()]', [now, now * 10_000]],
    ['DateTimeAdd("mm", 1, "2024-01-31T10:00:00.1234567Z")', '2024-02-29T10:00:00.1234567Z'],
    ['DateTimeAdd("yyyy", -1, "2024-02-29T00:00:00.0000000Z")', '2023-02-28T00:00:00.0000000Z'],
    ['DateTimeAdd("hour", 25, "2024-02-28")', '2024-02-29T01:00:00.0000000Z'],
    ['DateTimeAdd("ns", 200, "2024-01-01T00:00:00.0000000Z")', '2024-01-01T00:00:00.0000002Z'],
    ['DateTimeAdd("eon", 1, "2024-01-01")', undefined],
    ['DateTimeAdd("day", 1, "2023-02-29")', undefined],
    ['DateTimeAdd("year", 9000, "2024-01-01")', undefined],
    ['DateTimeDiff("year", "2023-12-31T23:59:59Z", "2024-01-01")', 1],
    ['DateTimeDiff("mm", "2024-03-01", "2024-01-31")', -2],
    ['DateTimeDiff("day", "2024-02-28T23:00:00Z", "2024-03-01T01:00:00Z")', 2],
    ['DateTimeDiff("ss", "1969-12-31T23:59:59.9999999Z", "1970-01-01T00:00:00Z")', 1],
    [
      '[DateTimePart("yyyy", "2024-05-06"), DateTimePart("m", "2024-05-06"), DateTimePart("dd", "2024-05-06"), DateTimePart("weekday", "2024-05-06")]',
      [2024, 5, 6, 2],
    ],
    [
      '[DateTimePart("ms", "2024-05-06T01:02:03.4567891Z"), DateTimePart("mcs", "2024-05-06T01:02:03.4567891Z"), DateTimePart("ns", "2024-05-06T01:02:03.4567891Z")]',
      [456, 456_789, 456_789_100],
    ],
    ['DateTimeBin("2024-05-06T13:14:15.1617181Z", "hh", 6)', '2024-05-06T12:00:00.0000000Z'],
    ['DateTimeBin("2024-05-06T13:14:15Z", "day", 7, "2024-01-01")', '2024-05-06T00:00:00.0000000Z'],
    ['DateTimeBin("2024-05-06T13:14:15Z", "mm", 3)', '2024-04-01T00:00:00.0000000Z'],
    ['DateTimeFromParts(2024, 2, 29, 1, 2, 3, 4567890)', '2024-02-29T01:02:03.4567890Z'],
    ['DateTimeFromParts(2023, 2, 29)', undefined],
    ['DateTimeToTimestamp("1970-01-01T00:00:01.5Z")', 1_500],
    ['DateTimeToTicks("1970-01-01T00:00:01Z")', 10_000_000],
    ['TimestampToDateTime(1500)', '1970-01-01T00:00:01.5000000Z'],
    ['TicksToDateTime(15000001)', '1970-01-01T00:00:01.5000001Z'],
    ['DateTimeToTimestamp("2024-13-01")', undefined],
    ['DateTimeToTimestamp("yesterday")', undefined],
  ],
  LIKE: [
    ['["abc" LIKE "a%", "abc" LIKE "%c", "abc" LIKE "_b_", "abc" LIKE "abc"]', [true, true, true, true]],
    ['["abc" LIKE "b%", "abc" LIKE "ab", "" LIKE "_", "" LIKE "%"]', [false, false, false, true]],
    ['["b" LIKE "[a-c]", "d" LIKE "[a-c]", "d" LIKE "[^a-c]", "-" LIKE "[x-]"]', [true, false, true, true]],
    [
      '["10%" LIKE "10!%" ESCAPE "!", "10x" LIKE "10!%" ESCAPE "!", "a.c" LIKE "a_c", "abc" LIKE "a.c"]',
      [true, false, true, false],
    ],
    ['1 LIKE "1"', undefined],
    ['"a" NOT LIKE "b"', true],
  ],
  RegexMatch: [
    ['[RegexMatch("abcd", "BC"), RegexMatch("abcd", "BC", "i"), RegexMatch("abcd", "^bc")]', [false, true, false]],
    [
      '[RegexMatch("a\\nb", "^b"), RegexMatch("a\\nb", "^b", "m"), RegexMatch("a\\nb", "a.b"), RegexMatch("a\\nb", "a.b", "s")]',
      [false, true, false, true],
    ],
    ['[RegexMatch("ab", "a b # both", "x"), RegexMatch("a b", "a[ ]b", "x")]', [true, true]],
    ['RegexMatch("a", "(")', undefined],
    ['RegexMatch("a", "a", "q")', undefined],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  test.each(rows)('%s', (expression, expected) => {
    expect(evaluated(expression)).toEqual(expected);
  });
});

test('a regular expression that backtracks without end stops the query, not the process', () => {
  expect(() => evaluated(`RegexMatch("${'a'.repeat(64)}b", "^(a+)+$")`)).toThrow(/ran for more than 250 ms/);
});

test('LIKE agrees with the regular expression that it stands for', () => {
  const pattern = fc.array(fc.constantFrom('%', '_', 'a', 'b', '.'), { maxLength: 12 }).map((parts) => parts.join(''));
  const text = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, pattern, (given, like) => {
      const expression = new RegExp(`^${like.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`);
      expect(evaluated(`${JSON.stringify(given)} LIKE ${JSON.stringify(like)}`)).toBe(expression.test(given));
    }),
  );
});

test('dates survive the way to ticks and timestamps and back', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (given) => {
      const text = given.toISOString().replace('Z', '0000Z');
      expect(evaluated(`TimestampToDateTime(DateTimeToTimestamp("${text}"))`)).toBe(text);
      expect(evaluated(`DateTimeToTimestamp("${text}")`)).toBe(given.getTime());
    }),
  );
});

test('no function throws, whatever its operands', () => {
  const names =
    'ABS CONCAT REPLACE REPLICATE SUBSTRING LEFT INDEX_OF ARRAY_SLICE CHOOSE ObjectToArray SetUnion DateTimeAdd DateTimeBin DateTimeFromParts TicksToDateTime IntDiv IntBitLeftShift LOG StringToArray ToString RegexMatch'.split(
      ' ',
    );
  const operand = fc.oneof(
    fc.constantFrom(
      'null',
      'true',
      'undefined',
      '[]',
      '{}',
      '"day"',
      '"2024-01-31"',
      '1e308',
      '-1',
      '0',
      '9007199254740993',
      '0.5',
      '"("',
    ),
    fc.string().map((text) => JSON.stringify(text).replaceAll('\\u007f', '')),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(operand, { maxLength: 4 }), (name, operands) => {
      const expression = `${name}(${operands.join(', ')})`;
      try {
        evaluated(expression);
      } catch (error) {
        expect(error).toHaveProperty('code', 'SC2050');
      }
    }),
    { numRuns: 2_000 },
  );
});
