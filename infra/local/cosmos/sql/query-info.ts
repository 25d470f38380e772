import type { AggregateName, Expression, Query, Source } from './ast.ts';
import type { Json, Value } from './values.ts';

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

/** Whether a query keeps each document to itself: no order, no groups, no counting, nothing unfolded. */
export function isPerDocument({ sources, orderBy, groupBy, aggregates, distinct, top, page }: Query): boolean {
  const merges = orderBy.length > 0 || groupBy !== undefined || aggregates.length > 0 || distinct;
  return !merges && top === undefined && page === undefined && sources.length === 1 && sources[0]?.kind === 'value';
}

/** The path in the document that an expression stands for; undefined for anything that is computed or lies within an array's elements. */
export function documentPath(expression: Expression, sources: readonly Source[]): readonly string[] | undefined {
  if (expression.kind === 'identifier') return pathOfAlias(expression.name, sources);
  if (expression.kind !== 'path') return undefined;
  const from = documentPath(expression.from, sources);
  const keys = expression.keys.map((key) =>
    key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined,
  );
  return from && keys.every((key) => key !== undefined) ? [...from, ...keys] : undefined;
}

/** The equalities that WHERE demands, joined by AND alone. */
export function equalitiesOf(query: Query, parameters: ReadonlyMap<string, Value>): QueryInfo['equalities'] {
  return conditionsOf(query.where).flatMap((condition) => {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return [];
    return [[condition.left, condition.right] as const, [condition.right, condition.left] as const].flatMap(
      ([left, right]) => {
        const [path, value] = [documentPath(left, query.sources), constantOf(right, parameters)];
        return path && value !== undefined ? [{ path, value }] : [];
      },
    );
  });
}

function pathOfAlias(name: string, sources: readonly Source[]): readonly string[] | undefined {
  const position = sources.findIndex(({ alias }) => alias === name);
  const source = sources[position];
  if (source?.kind !== 'value') return undefined;
  if (position > 0) return documentPath(source.value, sources.slice(0, position));
  const { value } = source;
  return value.kind === 'identifier'
    ? []
    : documentPath(value, [{ ...source, alias: rootName(value), value: { kind: 'identifier', name, at: source.at } }]);
}

function rootName(expression: Expression): string {
  if (expression.kind === 'path') return rootName(expression.from);
  return expression.kind === 'identifier' ? expression.name : '';
}

function conditionsOf(where: Expression | undefined): readonly Expression[] {
  if (!where) return [];
  return where.kind === 'and' ? where.operands.flatMap(conditionsOf) : [where];
}

function constantOf(expression: Expression, parameters: ReadonlyMap<string, Value>): Value {
  if (expression.kind === 'literal') return expression.value;
  return expression.kind === 'parameter' ? parameters.get(expression.name) : undefined;
}
