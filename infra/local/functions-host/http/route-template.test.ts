import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversTemplate } from './reachability.ts';
import { matchTemplate, parseTemplate, type RouteTemplate } from './route-template.ts';

const word = fc.constantFrom('people', 'items', 'a', '1', 'x.y');
const segment = fc.oneof(
  word,
  fc.constantFrom('{id}', '{id:int}', '{id:alpha}', '{id:int:min(3)}', '{name}.{extension}', 'v{id}'),
);
const ending = fc.constantFrom('', '/{tab?}', '/{tab=all}', '/{*rest}');
const templates = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 2 }), ending)
  .map(([segments, end]) => segments.map((text, index) => text.replaceAll('{', `{s${index}`)).join('/') + end);
const paths = fc.array(fc.oneof(word, fc.constantFrom('+3', '007', 'v1', 'a.b.c', 'ä', '')), { maxLength: 4 });

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('{', '}', '*', ':', '=', '?', '/', '(', ')', 'id', 'int', 'regex', '1', '.', 'min'), {
      maxLength: 15,
    })
    .map((parts) => parts.join('')),
);

test('whatever is written as a template, it is parsed or refused with a typed error', () => {
  fc.assert(
    fc.property(text, paths, (template, path) => {
      let parsed: RouteTemplate;
      try {
        parsed = parseTemplate(template);
      } catch (error) {
        // A regular expression of the author may be wrong in the eyes of the engine too.
        expect(error instanceof RangeError || error instanceof SyntaxError).toBe(true);
        return;
      }
      expect(() => matchTemplate(parsed, path)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

test('a template that covers another one matches whatever that one matches', () => {
  fc.assert(
    fc.property(templates, templates, paths, (first, second, path) => {
      const [a, b] = [parseTemplate(first), parseTemplate(second)];
      fc.pre(coversTemplate(a, b) && matchTemplate(b, path) !== undefined);
      expect(matchTemplate(a, path)).toBeDefined();
    }),
    { numRuns: 300, maxSkipsPerRun: 2_000 },
  );
});

test('every template covers itself', () => {
  fc.assert(
    fc.property(templates, (template) => {
      expect(coversTemplate(parseTemplate(template), parseTemplate(template))).toBe(true);
    }),
  );
});

test.each([
  ['items/{id}', 'items/special', true],
  ['items/{id:int}', 'items/special', false],
  ['items/{id:int}', 'items/7', true],
  ['{*rest}', 'files/{name}', true],
  ['files/{name?}', 'files', true],
  ['files', 'files/{name?}', false],
  ['files/{name}', 'files/{name?}', false],
  ['a/{b:int}', 'a/{b}', false],
  ['a/{b}', 'a/{c:int}', true],
  ['a/{b}', 'a/{c}.{d}', true],
])('%s covers %s: %s', (first, second, expected) => {
  expect(coversTemplate(parseTemplate(first), parseTemplate(second))).toBe(expected);
});

test.each([
  ['{id:guid}', '{9f0c1b9e-2f8d-4a8e-9f57-1f1d2f3e4a5b}', true],
  ['{id:long}', '9223372036854775808', false],
  ['{id:bool}', 'TRUE', true],
  ['{id:decimal}', '1.5', true],
  ['{id:double}', '1e3', true],
  ['{id:datetime}', '2026-11-25', true],
  ['{id:length(2,3)}', 'abcd', false],
  ['{id:maxlength(3)}', 'abc', true],
  ['{id:min(-2)}', '-3', false],
  ['{id:max(9)}', '+9', true],
  ['{id:regex(^\\d{{2}}$)}', '42', true],
  ['{id:regex(^\\d{{2}}$)}', '421', false],
  ['{id:alpha:minlength(2)}', 'a', false],
])('%s takes %s: %s', (template, value, expected) => {
  expect(matchTemplate(parseTemplate(template), [value]) !== undefined).toBe(expected);
});

test('a default value stands in for a segment that is left out', () => {
  expect(matchTemplate(parseTemplate('list/{tab=all}'), ['list'])).toEqual({ tab: 'all' });
});

test.each([
  'a//b',
  '{id',
  'a}b',
  '{id}{name}',
  '{*rest}/a',
  '{id?}/a',
  '{id}/{ID}',
  '{a?}.{b}',
  '{1d}',
  '{id:range(1)}',
  '{*rest?}',
  '{id=1?}',
])('the template "%s" is refused with a RangeError', (template) => {
  expect(() => parseTemplate(template)).toThrow(RangeError);
});

test('doubled braces are literals', () => {
  expect(matchTemplate(parseTemplate('a{{b}}'), ['a{b}'])).toEqual({});
});
