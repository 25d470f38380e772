import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServiceBusError } from '../errors.ts';
import { type FilterView, matches } from './evaluate.ts';
import { matchesLike } from './like.ts';
import { parseAction, parseFilter } from './parser.ts';
import type { Value } from './syntax.ts';

const view = (application: Record<string, Value>, system: Record<string, Value> = {}): FilterView => ({
  application: new Map(Object.entries(application)),
  system,
});
const passes = (expression: string, application: Record<string, Value> = {}, system: Record<string, Value> = {}) =>
  matches(parseFilter(expression), view(application, system));

describe('A filter', () => {
  test.each([
    ["color = 'red'", { color: 'red' }],
    ["COLOR = 'red'", { color: 'red' }],
    ["user.color = 'red'", { color: 'red' }],
    ["[my color] = 'red'", { 'my color': 'red' }],
    ['"from" = \'here\'', { from: 'here' }],
    ["property('odd name') = 1", { 'odd name': 1 }],
    ["name = 'it''s'", { name: "it's" }],
    ['n > 3 AND n <= 4.5', { n: 4 }],
    ['n <> 3', { n: 4 }],
    ['n != 3', { n: 4 }],
    ['NOT n = 3', { n: 4 }],
    ['a = 1 OR b = 2 AND c = 3', { a: 1 }],
    ['(a = 1 OR b = 2) AND c = 3', { b: 2, c: 3 }],
    ['n IN (1, 2, 3)', { n: 2 }],
    ['n NOT IN (1, 2, 3)', { n: 4 }],
    ["name LIKE 'DESK%'", { name: 'DESKTOP-1' }],
    ["name LIKE '_ESK%1'", { name: 'DESKTOP-1' }],
    ["name NOT LIKE 'LAP%'", { name: 'DESKTOP-1' }],
    ["rate LIKE '100!%' ESCAPE '!'", { rate: '100%' }],
    ['absent IS NULL', {}],
    ['n IS NOT NULL', { n: 0 }],
    ['EXISTS(n)', { n: 0 }],
    ['NOT EXISTS(absent)', {}],
    ['flag = TRUE', { flag: true }],
    ['flag', { flag: true }],
    ['a + b * 2 = 7', { a: 1, b: 3 }],
    ['-n = 5 AND n % 2 = -1', { n: -5 }],
    ["first + ' ' + last = 'Ada L'", { first: 'Ada', last: 'L' }],
    ['0x10 = 16 AND 1e2 = 100', {}],
    ['newid() IS NOT NULL', {}],
  ])('%s lets %j through', (expression, application) => {
    expect(passes(expression, application)).toBe(true);
  });

  test.each([
    ["color = 'Red'", { color: 'red' }],
    ["absent = 'red'", {}],
    ["NOT absent = 'red'", {}],
    ['absent NOT IN (1)', {}],
    ['n NOT IN (1, NULL)', { n: 2 }],
    ["n = '4'", { n: 4 }],
    ["n < 'x'", { n: 4 }],
    ['n / 0 = 1', { n: 4 }],
    ['n', { n: 1 }],
  ])('%s holds %j back', (expression, application) => {
    expect(passes(expression, application)).toBe(false);
  });

  test('sees the properties of the message itself under sys', () => {
    expect(passes("sys.Label = 'x' AND sys.MessageId LIKE 'e%'", {}, { label: 'x', messageid: 'e1' })).toBe(true);
    expect(passes("label = 'x'", {}, { label: 'x' })).toBe(false);
  });

  test.each([
    '',
    'a =',
    '= a',
    'a = 1 b',
    '(a = 1',
    'a IN ()',
    'a LIKE',
    "a = 'open",
    'AND',
    'a..b',
    'x.y = 1',
    'a ? b',
    'SELECT'.repeat(200),
  ])('that reads %j is refused with its place', (expression) => {
    expect(() => parseFilter(expression)).toThrow(
      expect.objectContaining({
        condition: 'com.microsoft:argument-error',
        message: expect.stringMatching(/\[Character=\d+\]/),
      }),
    );
  });

  test('never does anything but parse or refuse, whatever it reads', () => {
    const fragments = fc.constantFrom(
      'AND',
      'OR',
      'NOT',
      '(',
      ')',
      '=',
      '<>',
      'IN',
      'LIKE',
      'IS',
      'NULL',
      "'a'",
      '1',
      '-',
      '+',
      '*',
      'a',
      'sys.',
      '[b]',
      ',',
      'EXISTS',
      'ESCAPE',
      'newid(',
      ';',
    );
    const expression = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(fragments, { maxLength: 200 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(expression, fc.constantFrom(parseFilter, parseAction), (text, parse) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceBusError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('of the greatest length and depth is read', () => {
    expect(passes(`${'('.repeat(500)}1=1${')'.repeat(500)}`)).toBe(true);
    expect(passes(`${'NOT '.repeat(250)}1=1`)).toBe(true);
  });
});

describe('LIKE', () => {
  test('means the same as its regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (value, pattern) => {
        const expected = new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's').test(value);
        expect(matchesLike(value, pattern, undefined)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('takes no time over a pattern made to take forever', () => {
    expect(matchesLike('a'.repeat(20_000), `${'%a'.repeat(200)}b`, undefined)).toBe(false);
  });
});

describe('An action', () => {
  test('sets and removes application properties', () => {
    expect(parseAction('SET a = 1; set user.b = a + 1 ; REMOVE c;')).toMatchObject([
      { kind: 'set', property: { name: 'a' } },
      { kind: 'set', property: { name: 'b' } },
      { kind: 'remove', property: { name: 'c' } },
    ]);
  });

  test.each(['SET a', 'SET = 1', 'REMOVE', 'DROP a', "SET sys.label = 'x'", 'SET a = 1 SET b = 2'])(
    '%s is refused',
    (action) => {
      expect(() => parseAction(action)).toThrow(ServiceBusError);
    },
  );
});
