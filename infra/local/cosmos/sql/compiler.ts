import type { Json } from '../json.ts';
import type { Count, Query } from './ast.ts';
import type { Evaluate, Row, Run } from './evaluation.ts';
import { type Compilation, compileExpression } from './expression-compiler.ts';
import { compileGrouping } from './grouping.ts';
import { compileOrder } from './ordering.ts';
import type { Scope } from './scope.ts';
import { compileSources } from './sources.ts';
import { canonical } from './values.ts';

/** The results for rows of `outer`'s scope; an aggregate over no rows at all is a result of the row around it. */
export type Execute = (rows: Iterable<Row>, outer: Row, run: Run) => Iterable<Json>;

/** Compiles a query or subquery clause by clause, in the order in which the clauses take effect. */
export function compileQuery(query: Query, outer: Scope, compilation: Compilation): Execute {
  const { scope: members, unfold } = compileSources(query.sources, outer, compilation);
  const where = query.where && compileExpression(query.where, members, compilation);
  const grouping = isGrouped(query) ? compileGrouping(query, outer, members, compilation) : undefined;
  const order = query.orderBy.length > 0 ? compileOrder(query.orderBy, members, compilation) : undefined;
  const select = compileSelection(query, grouping?.scope ?? members, compilation);
  const window = windowOf(query, compilation);
  // DISTINCT leaves rows out after they are ordered: then any row may be needed.
  const needed = query.distinct ? Number.POSITIVE_INFINITY : window.end;

  return (rows, outerRow, run) => {
    const unfolded = flatMap(rows, (row) => unfold(row, run));
    const filtered = where ? filter(unfolded, (row) => where(row, run) === true) : unfolded;
    // A single group needs no order, and several have none.
    const results = grouping?.groups(filtered, outerRow, run) ?? order?.(filtered, run, needed) ?? filtered;
    const selected = flatMap(results, (row) => definedOnly(select(row, run)));
    return slice(query.distinct ? distinct(selected) : selected, window);
  };
}

/** Whether a query's rows stand for groups of documents. */
function isGrouped(query: Query): boolean {
  return query.groupBy !== undefined || query.aggregates.length > 0;
}

/** The value of TOP, OFFSET or LIMIT: a whole number, zero or more. */
export function countOf({ value, at }: Count, compilation: Compilation): number {
  const count = compileExpression(value, noNames, compilation)([], noRun);
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  return compilation.fail('SC2060', 'TOP, OFFSET and LIMIT take a whole number that is not negative.', at);
}

const noNames: Scope = { names: new Map(), width: 0, atRoot: false };
const noRun: Run = { now: 0, countRow() {} };

function compileSelection({ selection, sources }: Query, scope: Scope, compilation: Compilation): Evaluate {
  switch (selection.kind) {
    case 'star': {
      const [source, ...others] = sources;
      const { at } = selection;
      if (!source) return compilation.fail('SC2102', "'SELECT *' is not valid if FROM clause is omitted.", at);
      if (others.length > 0) return compilation.fail('SC2102', "'SELECT *' is only valid with a single input set.", at);
      return compileExpression({ kind: 'identifier', name: source.alias, at }, scope, compilation);
    }
    case 'value':
      return compileExpression(selection.value, scope, compilation);
    case 'list':
      return compileExpression({ kind: 'object', properties: selection.properties }, scope, compilation);
  }
}

interface Window {
  readonly start: number;
  readonly end: number;
}

function windowOf({ top, page }: Query, compilation: Compilation): Window {
  const start = page ? countOf(page.offset, compilation) : 0;
  const limit = page ? countOf(page.limit, compilation) : Number.POSITIVE_INFINITY;
  return { start, end: start + Math.min(limit, top ? countOf(top, compilation) : Number.POSITIVE_INFINITY) };
}

function* flatMap<T, U>(items: Iterable<T>, expand: (item: T) => Iterable<U>): Generator<U> {
  for (const item of items) yield* expand(item);
}

function* filter<T>(items: Iterable<T>, keeps: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keeps(item)) yield item;
}

function* distinct(values: Iterable<Json>): Generator<Json> {
  const seen = new Set<string>();
  for (const value of values) {
    const key = canonical(value);
    if (!seen.has(key)) yield value;
    seen.add(key);
  }
}

function* slice<T>(items: Iterable<T>, { start, end }: Window): Generator<T> {
  if (end === 0) return;
  let position = 0;
  for (const item of items) {
    if (position >= start) yield item;
    position += 1;
    if (position >= end) return;
  }
}

function definedOnly(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}
