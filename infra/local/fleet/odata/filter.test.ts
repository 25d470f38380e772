import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GraphError } from '../graph/errors.ts';
import { parseFilter } from './filter.ts';

it('reads any text that a caller has escaped, and reads it as that text alone', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const filter = parseFilter(`displayName eq '${text.replaceAll("'", "''")}'`);
      expect(filter).toEqual({
        kind: 'compare',
        path: 'displayName',
        operator: 'eq',
        literal: { kind: 'text', value: text },
      });
    }),
  );
});

it('refuses what is no filter, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseFilter(text);
      } catch (error) {
        expect(error).toBeInstanceOf(GraphError);
      }
    }),
  );
  for (const text of ['', 'a', 'a eq', "a eq 'b", 'a eq 1 and', '(a eq 1', 'a like 1', `${'not '.repeat(600)}a eq 1`])
    expect(() => parseFilter(text), text).toThrow(GraphError);
});

it('lets and bind more tightly than or', () => {
  expect(parseFilter('a eq 1 or b eq 2 and not (c eq 3)')).toMatchObject({
    kind: 'or',
    left: { path: 'a' },
    right: { kind: 'and', left: { path: 'b' }, right: { kind: 'not', of: { path: 'c' } } },
  });
});

it('reads moments, lists, tests of text, elements of collections and types', () => {
  expect(parseFilter('lastSyncDateTime gt 2026-06-09T00:00:00Z')).toMatchObject({
    literal: { kind: 'moment', value: Date.parse('2026-06-09T00:00:00Z') },
  });
  expect(parseFilter("id in ('a','b')")).toMatchObject({ kind: 'in', literals: [{ value: 'a' }, { value: 'b' }] });
  expect(parseFilter("contains(model,'Lat')")).toMatchObject({ kind: 'test', test: 'contains' });
  expect(parseFilter("groupTypes/any(c:c eq 'DynamicMembership')")).toMatchObject({ kind: 'any', variable: 'c' });
  expect(parseFilter("isof('microsoft.graph.device')")).toEqual({ kind: 'isof', type: 'microsoft.graph.device' });
});
