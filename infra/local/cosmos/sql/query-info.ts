import type { Json } from '../json.ts';
import type { AggregateName, Expression, Query, SortKey, Source } from './ast.ts';
import { countOf } from './compiler.ts';
import type { Compilation } from './expression-compiler.ts';
import type { Value } from './values.ts';

/** What a service needs to know of a query before it runs: for the index check, the query plan and the choice of a partition. */
export interface QueryInfo {
  /** The name of the first input; undefined without FROM. */
  readonly rootAlias: string | undefined;
  /** The paths of ORDER BY in the document, `['address', 'city']`. */
  readonly orderBy: readonly { readonly path: readonly string[]; readonly descending: boolean }[];
  readonly aggregates: readonly AggregateName[];
  readonly groupBy: boolean;
  readonly distinct: boolean;
  readonly joins: boolean;
  readonly top: number | undefined;
  readonly offset: number | undefined;
  readonly limit: number | undefined;
  /** Whether each document gives at most one result, whatever the others are: then a page can be read on from a document. */
  readonly perDocument: boolean;
  /** Paths that any matching document has with exactly this value. */
  readonly equalities: readonly { readonly path: readonly string[]; readonly value: Json }[];
}

/** Tells what it can of a query. Fails on an ORDER BY that no index can serve. */
export function queryInfo(query: Query, compilation: Compilation): QueryInfo {
  return {
    rootAlias: query.sources[0]?.alias,
    orderBy: query.orderBy.map((key) => ({ path: sortPath(key, query, compilation), descending: key.descending })),
    aggregates: query.aggregates.map(({ name }) => name),
    groupBy: query.groupBy !== undefined,
    distinct: query.distinct,
    joins: query.sources.length > 1,
    top: query.top && countOf(query.top, compilation),
    offset: query.page && countOf(query.page.offset, compilation),
    limit: query.page && countOf(query.page.limit, compilation),
    perDocument: isPerDocument(query),
    equalities: equalities(query, compilation.parameters),
  };
}

function sortPath({ value, at }: SortKey, { sources }: Query, compilation: Compilation): readonly string[] {
  const path = documentPath(value, sources);
  if (path) return path;
  const reason = 'ORDER BY item expression could not be mapped to a document path.';
  return compilation.fail('SC2206', `Unsupported ORDER BY clause. ${reason}`, at);
}

function isPerDocument({ sources, orderBy, groupBy, aggregates, distinct, top, page }: Query): boolean {
  const merges = orderBy.length > 0 || groupBy !== undefined || aggregates.length > 0 || distinct;
  return !merges && top === undefined && page === undefined && sources.length === 1 && sources[0]?.kind === 'value';
}

function equalities(query: Query, parameters: ReadonlyMap<string, Value>): QueryInfo['equalities'] {
  return conditionsOf(query.where).flatMap((condition) => {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return [];
    const { left, right } = condition;
    const sides: [Expression, Expression][] = [
      [left, right],
      [right, left],
    ];
    return sides.flatMap(([property, constant]) => {
      const [path, value] = [documentPath(property, query.sources), constantOf(constant, parameters)];
      return path && value !== undefined ? [{ path, value }] : [];
    });
  });
}

/** The path in the document that an expression stands for; undefined for what is computed or lies within an array's elements. */
function documentPath(expression: Expression, sources: readonly Source[]): readonly string[] | undefined {
  if (expression.kind === 'identifier') return pathOfAlias(expression.name, sources);
  if (expression.kind !== 'path') return undefined;
  const [from, steps] = [documentPath(expression.from, sources), stepsOf(expression.keys)];
  return from && steps && [...from, ...steps];
}

function pathOfAlias(name: string, sources: readonly Source[]): readonly string[] | undefined {
  const position = sources.findIndex(({ alias }) => alias === name);
  const source = sources[position];
  if (source?.kind !== 'value') return undefined;
  // The first name of the first input is the document itself.
  return position === 0 ? pathFromRoot(source.value) : documentPath(source.value, sources.slice(0, position));
}

function pathFromRoot(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'identifier') return [];
  return expression.kind === 'path' ? stepsOf(expression.keys) : undefined;
}

function stepsOf(keys: readonly Expression[]): readonly string[] | undefined {
  const steps = keys.map((key) => (key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined));
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function conditionsOf(where: Expression | undefined): readonly Expression[] {
  if (!where) return [];
  return where.kind === 'and' ? where.operands.flatMap(conditionsOf) : [where];
}

function constantOf(expression: Expression, parameters: ReadonlyMap<string, Value>): Value {
  if (expression.kind === 'literal') return expression.value;
  return expression.kind === 'parameter' ? parameters.get(expression.name) : undefined;
}
