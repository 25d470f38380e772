import type { Count, Expression, Property, Query, Selection, SortKey, Source } from './ast.ts';
import { type Cursor, cursorOver } from './cursor.ts';
import { SqlError } from './errors.ts';
import { expressionParser } from './expression-parser.ts';
import { commaSeparated, isName, name } from './grammar.ts';
import { tokenize } from './lexer.ts';
import { limits } from './limits.ts';

/** Reads a whole query. Throws {@link SqlError}. */
export function parseQuery(sql: string): Query {
  return whole(sql, query);
}

/** Reads the condition of a patch, `FROM c WHERE …`, as a query that yields 1 for a document that meets it. Throws {@link SqlError}. */
export function parseCondition(sql: string): Query {
  return whole(sql, (cursor) => ({
    ...unordered,
    at: cursor.token,
    selection: { kind: 'value', value: { kind: 'literal', value: 1 } },
    sources: sources(cursor),
    where: where(cursor),
  }));
}

function whole(sql: string, parse: (cursor: Cursor) => Query): Query {
  if (sql.length > limits.textLength) {
    throw new SqlError('SC3001', `The query text exceeds the maximum limit of ${limits.textLength} characters.`, '', {
      start: 0,
      end: 0,
    });
  }
  const cursor = cursorOver(sql, tokenize(sql));
  const result = parse(cursor);
  if (cursor.token.kind !== 'end') cursor.unexpected('end of query');
  return result;
}

const unordered = {
  distinct: false,
  top: undefined,
  groupBy: undefined,
  orderBy: [],
  page: undefined,
  aggregates: [],
} as const;

const { expression, path } = expressionParser(query);

function query(cursor: Cursor): Query {
  const at = cursor.token;
  cursor.expect('SELECT');
  const distinct = cursor.skip('DISTINCT');
  const top = cursor.skip('TOP') ? count(cursor) : undefined;
  const { result: selected, aggregates } = cursor.collecting(() => selection(cursor));
  return {
    at,
    distinct,
    top,
    selection: selected,
    aggregates,
    sources: sources(cursor),
    where: where(cursor),
    groupBy: groupBy(cursor),
    orderBy: orderBy(cursor),
    page: page(cursor),
  };
}

function selection(cursor: Cursor): Selection {
  const at = cursor.token;
  if (cursor.skip('*')) return { kind: 'star', at };
  if (cursor.skip('VALUE')) return { kind: 'value', value: expression(cursor) };
  let unnamed = 0;
  const item = (): Property => {
    const value = expression(cursor);
    return { value, name: optionalAlias(cursor) ?? ownName(value) ?? `$${++unnamed}` };
  };
  return { kind: 'list', properties: commaSeparated(cursor, item) };
}

/** The name that the service gives to a selected path: its last step. */
function ownName(value: Expression): string | undefined {
  if (value.kind === 'identifier') return value.name;
  if (value.kind !== 'path') return undefined;
  const last = value.keys.at(-1);
  return last?.kind === 'literal' && typeof last.value === 'string' ? last.value : undefined;
}

function sources(cursor: Cursor): Source[] {
  if (!cursor.skip('FROM')) return [];
  const all = [source(cursor)];
  while (cursor.skip('JOIN')) all.push(source(cursor));
  if (all.length > limits.joins + 1) cursor.fail('SC3001', `The query has more than ${limits.joins} JOINs.`);
  return all;
}

function source(cursor: Cursor): Source {
  const at = cursor.token;
  if (cursor.skip('(')) {
    const inner = subquery(cursor);
    // Without a name no expression can speak of it: such a name cannot be written.
    return { kind: 'subquery', query: inner, at, alias: optionalAlias(cursor) ?? `#${at.start}` };
  }
  const { following } = cursor;
  if (following.kind === 'word' && following.keyword === 'IN') {
    const alias = name(cursor);
    cursor.expect('IN');
    return { kind: 'elements', alias, at, of: collection(cursor) };
  }
  const value = path(cursor);
  const root = at.kind === 'word' ? at.text : '';
  return { kind: 'value', value, at, alias: optionalAlias(cursor) ?? ownName(value) ?? root };
}

function collection(cursor: Cursor): Expression {
  if (!cursor.skip('(')) return path(cursor);
  return { kind: 'subquery', form: 'array', query: subquery(cursor) };
}

/** What stands after the opening bracket of a subquery. */
function subquery(cursor: Cursor): Query {
  const inner = cursor.nested(() => query(cursor));
  cursor.expect(')');
  return inner;
}

function optionalAlias(cursor: Cursor): string | undefined {
  if (cursor.skip('AS')) return name(cursor);
  return isName(cursor.token) ? name(cursor) : undefined;
}

function where(cursor: Cursor): Expression | undefined {
  return cursor.skip('WHERE') ? withoutAggregates(cursor, 'WHERE') : undefined;
}

function groupBy(cursor: Cursor): Expression[] | undefined {
  if (!cursor.skip('GROUP')) return undefined;
  cursor.expect('BY');
  return commaSeparated(cursor, () => withoutAggregates(cursor, 'GROUP BY'));
}

function orderBy(cursor: Cursor): SortKey[] {
  if (!cursor.skip('ORDER')) return [];
  cursor.expect('BY');
  return commaSeparated(cursor, () => {
    const { start } = cursor.token;
    const value = withoutAggregates(cursor, 'ORDER BY');
    const at = { start, end: cursor.previous.end };
    const descending = cursor.skip('DESC');
    if (!descending) cursor.skip('ASC');
    return { value, descending, at };
  });
}

function withoutAggregates(cursor: Cursor, clause: string): Expression {
  const { result, aggregates } = cursor.collecting(() => expression(cursor));
  const [first] = aggregates;
  if (first) cursor.fail('SC2100', `Aggregate function '${first.name}' may not stand in ${clause}.`, first.at);
  return result;
}

function page(cursor: Cursor): Query['page'] {
  if (!cursor.skip('OFFSET')) return undefined;
  const offset = count(cursor);
  cursor.expect('LIMIT');
  return { offset, limit: count(cursor) };
}

function count(cursor: Cursor): Count {
  const at = cursor.token;
  if (at.kind !== 'number' && at.kind !== 'parameter') return cursor.unexpected('a number or a parameter');
  cursor.advance();
  return {
    at,
    value: at.kind === 'number' ? { kind: 'literal', value: at.value } : { kind: 'parameter', name: at.name, at },
  };
}
