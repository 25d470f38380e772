import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from './index.ts';

/*
 * A second, plain reading of the language: random documents, random queries as data, written out as SQL for the engine
 * and evaluated here by filtering, sorting, slicing and grouping lists.
 */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Document = { [name: string]: Json };
type Truth = 'true' | 'false' | 'unknown';

type Condition =
  | { kind: 'compare'; path: string; operator: '=' | '!=' | '<' | '<=' | '>' | '>='; value: Json }
  | { kind: 'in'; path: string; values: Json[] }
  | { kind: 'between'; path: string; low: Json; high: Json }
  | { kind: 'defined'; path: string }
  | { kind: 'not'; of: Condition }
  | { kind: 'and' | 'or'; left: Condition; right: Condition };

interface Listing {
  where: Condition | undefined;
  join: boolean;
  distinct: boolean;
  select: string[];
  orderBy: { path: string; descending: boolean }[];
  window: { kind: 'all' } | { kind: 'top'; count: number } | { kind: 'page'; offset: number; limit: number };
}

interface Summary {
  where: Condition | undefined;
  groupBy: string[];
}

const scalarPaths = ['a', 'b', 'o.x'];

const scalar = fc.oneof(fc.constantFrom<Json>(null, true, false, 'a', 'b', 'ab', ''), fc.integer({ min: -2, max: 3 }));
const list = fc.array(scalar, { maxLength: 3 });
const document: fc.Arbitrary<Document> = fc.record(
  { id: fc.uuid(), a: scalar, b: scalar, o: fc.record({ x: scalar }, { requiredKeys: [] }), l: list },
  { requiredKeys: ['id'] },
);
const documents = fc.array(document, { maxLength: 25 });

const path = fc.constantFrom(...scalarPaths);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({
      kind: fc.constant('compare' as const),
      path,
      operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      value: scalar,
    }),
    fc.record({
      kind: fc.constant('compare' as const),
      path: fc.constantFrom('l', 'o'),
      operator: fc.constantFrom('=', '!=', '<'),
      value: fc.oneof(list, fc.record({ x: scalar })),
    }),
    fc.record({ kind: fc.constant('in' as const), path, values: fc.array(scalar, { minLength: 1, maxLength: 4 }) }),
    fc.record({ kind: fc.constant('between' as const), path, low: scalar, high: scalar }),
    fc.record({ kind: fc.constant('defined' as const), path: fc.constantFrom('a', 'b', 'o', 'o.x', 'l') }),
    fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
}));
const where = fc.option(condition, { nil: undefined });

const listing: fc.Arbitrary<Listing> = fc.record({
  where,
  join: fc.boolean(),
  distinct: fc.boolean(),
  select: fc.subarray(['id', ...scalarPaths, 'l'], { minLength: 1 }),
  orderBy: fc.uniqueArray(fc.record({ path, descending: fc.boolean() }), { maxLength: 3, selector: (key) => key.path }),
  window: fc.oneof(
    fc.constant({ kind: 'all' as const }),
    fc.record({ kind: fc.constant('top' as const), count: fc.nat(10) }),
    fc.record({ kind: fc.constant('page' as const), offset: fc.nat(5), limit: fc.nat(10) }),
  ),
});
const summary: fc.Arbitrary<Summary> = fc.record({ where, groupBy: fc.subarray(scalarPaths) });

test('a query finds, orders, cuts and shapes what a plain reading of it does', () => {
  fc.assert(
    fc.property(documents, listing, (docs, query) => {
      expect(compile(sqlOfListing(query)).run(docs)).toEqual(listed(docs, query));
    }),
    { numRuns: 1_000 },
  );
});

test('a query groups and aggregates as a plain reading of it does', () => {
  fc.assert(
    fc.property(documents, summary, (docs, query) => {
      expect(compile(sqlOfSummary(query)).run(docs)).toEqual(summarized(docs, query));
    }),
    { numRuns: 1_000 },
  );
});

test('values given as parameters and values written in the text mean the same', () => {
  fc.assert(
    fc.property(documents, path, scalar, (docs, field, value) => {
      const literal = compile(`SELECT VALUE c.id FROM c WHERE c.${field} = ${JSON.stringify(value)}`);
      const parameter = compile(`SELECT VALUE c.id FROM c WHERE c.${field} = @value`, [{ name: '@value', value }]);
      expect(parameter.run(docs)).toEqual(literal.run(docs));
    }),
  );
});

function sqlOfListing({ where: filter, join, distinct, select, orderBy, window }: Listing): string {
  return [
    'SELECT',
    distinct ? 'DISTINCT' : '',
    window.kind === 'top' ? `TOP ${window.count}` : '',
    [...select.map((field, n) => `c.${field} AS f${n}`), ...(join ? ['e'] : [])].join(', '),
    'FROM c',
    join ? 'JOIN e IN c.l' : '',
    filter ? `WHERE ${sqlOfCondition(filter)}` : '',
    orderBy.length > 0
      ? `ORDER BY ${orderBy.map((key) => `c.${key.path} ${key.descending ? 'DESC' : 'ASC'}`).join(', ')}`
      : '',
    window.kind === 'page' ? `OFFSET ${window.offset} LIMIT ${window.limit}` : '',
  ].join(' ');
}

function sqlOfSummary({ where: filter, groupBy }: Summary): string {
  return [
    'SELECT',
    [
      ...groupBy.map((field, n) => `c.${field} AS f${n}`),
      'COUNT(1) AS all',
      'COUNT(c.a) AS some',
      'MIN(c.b) AS min',
      'MAX(c.b) AS max',
      'SUM(c.a) AS sum',
    ].join(', '),
    'FROM c',
    filter ? `WHERE ${sqlOfCondition(filter)}` : '',
    groupBy.length > 0 ? `GROUP BY ${groupBy.map((field) => `c.${field}`).join(', ')}` : '',
  ].join(' ');
}

function sqlOfCondition(given: Condition): string {
  switch (given.kind) {
    case 'compare':
      return `c.${given.path} ${given.operator} ${JSON.stringify(given.value)}`;
    case 'in':
      return `c.${given.path} IN (${given.values.map((value) => JSON.stringify(value)).join(', ')})`;
    case 'between':
      return `c.${given.path} BETWEEN ${JSON.stringify(given.low)} AND ${JSON.stringify(given.high)}`;
    case 'defined':
      return `IS_DEFINED(c.${given.path})`;
    case 'not':
      return `NOT (${sqlOfCondition(given.of)})`;
    case 'and':
    case 'or':
      return `(${sqlOfCondition(given.left)} ${given.kind.toUpperCase()} ${sqlOfCondition(given.right)})`;
  }
}

function listed(docs: Document[], { where: filter, join, distinct, select, orderBy, window }: Listing): Json[] {
  let rows = docs.filter((doc) => !filter || truth(doc, filter) === 'true');
  let elements: (Json | undefined)[] = rows.map(() => undefined);
  if (join) {
    const pairs = rows.flatMap((doc) =>
      (Array.isArray(doc['l']) ? doc['l'] : []).map((element) => [doc, element] as const),
    );
    rows = pairs.map(([doc]) => doc);
    elements = pairs.map(([, element]) => element);
  }
  let order = rows.map((_, n) => n);
  if (orderBy.length > 0) {
    order = order.filter((n) => orderBy.some((key) => at(rows[n], key.path) !== undefined));
    order.sort((left, right) => {
      for (const key of orderBy) {
        const difference = inOrder(at(rows[left], key.path), at(rows[right], key.path));
        if (difference !== 0) return key.descending ? -difference : difference;
      }
      return left - right;
    });
  }
  let results = order.map((n) => {
    const shaped: Document = {};
    for (const [position, field] of select.entries()) put(shaped, `f${position}`, at(rows[n], field));
    put(shaped, 'e', elements[n]);
    return shaped;
  });
  if (distinct)
    results = results.filter(
      (result, n) => results.findIndex((other) => JSON.stringify(other) === JSON.stringify(result)) === n,
    );
  if (window.kind === 'top') return results.slice(0, window.count);
  return window.kind === 'page' ? results.slice(window.offset, window.offset + window.limit) : results;
}

function summarized(docs: Document[], { where: filter, groupBy }: Summary): Json[] {
  const groups: { key: string; docs: Document[] }[] = groupBy.length === 0 ? [{ key: '[]', docs: [] }] : [];
  for (const doc of docs) {
    if (filter && truth(doc, filter) !== 'true') continue;
    const key = JSON.stringify(groupBy.map((field) => [at(doc, field)].filter((value) => value !== undefined)));
    const group = groups.find((other) => other.key === key);
    if (group) group.docs.push(doc);
    else groups.push({ key, docs: [doc] });
  }
  return groups.map(({ docs: members }) => {
    const values = (field: string) => members.map((doc) => at(doc, field)).filter((value) => value !== undefined);
    const sorted = values('b').sort(inOrder);
    const summands = values('a');
    const result: Document = {};
    for (const [position, field] of groupBy.entries()) put(result, `f${position}`, at(members[0], field));
    result['all'] = members.length;
    result['some'] = summands.length;
    put(result, 'min', sorted[0]);
    put(result, 'max', sorted.at(-1));
    if (summands.every((value) => typeof value === 'number'))
      result['sum'] = summands.reduce((total, value) => total + value, 0);
    return result;
  });
}

function truth(doc: Document, given: Condition): Truth {
  switch (given.kind) {
    case 'compare':
      return compared(at(doc, given.path), given.operator, given.value);
    case 'in': {
      const value = at(doc, given.path);
      return value === undefined ? 'unknown' : known(given.values.some((candidate) => equal(value, candidate)));
    }
    case 'between':
      return both(compared(at(doc, given.path), '>=', given.low), compared(at(doc, given.path), '<=', given.high));
    case 'defined':
      return known(at(doc, given.path) !== undefined);
    case 'not':
      return opposite(truth(doc, given.of));
    case 'and':
      return both(truth(doc, given.left), truth(doc, given.right));
    case 'or':
      return opposite(both(opposite(truth(doc, given.left)), opposite(truth(doc, given.right))));
  }
}

function compared(left: Json | undefined, operator: string, right: Json): Truth {
  if (left === undefined) return 'unknown';
  if (operator === '=') return known(equal(left, right));
  if (operator === '!=') return known(!equal(left, right));
  if (
    rank(left) !== rank(right) ||
    (typeof left === 'object') !== (left === null) ||
    (typeof right === 'object') !== (right === null)
  )
    return 'unknown';
  const difference = inOrder(left, right);
  if (operator === '<') return known(difference < 0);
  if (operator === '<=') return known(difference <= 0);
  return known(operator === '>' ? difference > 0 : difference >= 0);
}

function known(value: boolean): Truth {
  return value ? 'true' : 'false';
}

function opposite(value: Truth): Truth {
  return value === 'unknown' ? 'unknown' : known(value === 'false');
}

function both(left: Truth, right: Truth): Truth {
  if (left === 'false' || right === 'false') return 'false';
  return left === 'true' && right === 'true' ? 'true' : 'unknown';
}

function equal(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function rank(value: Json | undefined): number {
  return [
    value === undefined,
    value === null,
    typeof value === 'boolean',
    typeof value === 'number',
    typeof value === 'string',
    Array.isArray(value),
    true,
  ].indexOf(true);
}

function inOrder(left: Json | undefined, right: Json | undefined): number {
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  if (left === undefined || right === undefined || left === null || right === null || left === right) return 0;
  return left < right ? -1 : 1;
}

function at(doc: Document | undefined, field: string): Json | undefined {
  let value: Json | undefined = doc;
  for (const name of field.split('.'))
    value =
      value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)
        ? undefined
        : value[name];
  return value;
}

function put(target: Document, name: string, value: Json | undefined): void {
  if (value !== undefined) target[name] = value;
}
