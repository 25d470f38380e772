import { LRUCache } from 'lru-cache';
import { isDeeperThan, type Json } from '../json.ts';
import type { Query } from './ast.ts';
import { compileQuery } from './compiler.ts';
import { SqlError } from './errors.ts';
import type { Row, Run } from './evaluation.ts';
import type { Compilation } from './expression-compiler.ts';
import { TooMuchWork } from './functions/too-much-work.ts';
import { limits } from './limits.ts';
import { parseCondition, parseQuery } from './parser.ts';
import { type QueryInfo, queryInfo } from './query-info.ts';
import { rootScope } from './scope.ts';
import type { Value } from './values.ts';

export { type Span, SqlError, type SqlErrorCode } from './errors.ts';
export type { QueryInfo } from './query-info.ts';

export interface SqlParameter {
  /** With the `@` before it. */
  readonly name: string;
  readonly value: Json;
}

export interface RunOptions {
  /** Milliseconds since 1970-01-01 UTC for the date functions; the wall clock if absent. */
  readonly now?: number;
}

export interface CompiledQuery {
  readonly info: QueryInfo;
  /** All results, finished: filtered, grouped, ordered, projected, cut. Throws {@link SqlError} `SC3002` if the query does too much work. */
  run(documents: Iterable<Json>, options?: RunOptions): Json[];
}

/** Compiles a query of Azure Cosmos DB for NoSQL for one set of parameters. Throws {@link SqlError}. */
export function compile(sql: string, parameters: readonly SqlParameter[] = []): CompiledQuery {
  const query = parsed(sql);
  const compilation = compilationOf(sql, parameters);
  if (query.groupBy && query.orderBy[0])
    compilation.fail('SC2104', "'ORDER BY' is not supported in presence of GROUP BY.", query.orderBy[0].at);
  const run = runnerOf(query, compilation);
  return { run, info: queryInfo(query, compilation) };
}

/** Compiles the condition of a patch, `FROM c WHERE …`, into a test of one document. Throws {@link SqlError}. */
export function compileCondition(sql: string): (document: Json, options?: RunOptions) => boolean {
  const run = runnerOf(parseCondition(sql), compilationOf(sql, []));
  return (document, options) => run([document], options).length > 0;
}

/** Parsed texts: applications send the same ones again and again. */
const cache = new LRUCache<string, Query>({ maxSize: 4_194_304, sizeCalculation: (_, sql) => sql.length + 1 });

function parsed(sql: string): Query {
  const query = cache.get(sql) ?? parseQuery(sql);
  cache.set(sql, query);
  return query;
}

function compilationOf(sql: string, parameters: readonly SqlParameter[]): Compilation {
  const compilation: Compilation = {
    parameters: new Map<string, Value>(parameters.map(({ name, value }) => [name, value])),
    fail(code, message, at) {
      throw new SqlError(code, message, sql, { start: at.start, end: at.end });
    },
    subquery(query, scope) {
      const execute = compileQuery(query, scope, compilation);
      return (row, run) => execute([row], row, run);
    },
  };
  const start = { start: 0, end: 0 };
  if (parameters.length > limits.parameters)
    compilation.fail('SC3001', `The query has more than ${limits.parameters} parameters.`, start);
  const deep = parameters.find(({ value }) => isDeeperThan(value, limits.documentNesting));
  if (deep)
    compilation.fail('SC3001', `Parameter '${deep.name}' nests deeper than ${limits.documentNesting} levels.`, start);
  return compilation;
}

function runnerOf(query: Query, compilation: Compilation): CompiledQuery['run'] {
  const execute = compileQuery(query, rootScope, compilation);
  const nothing: Row = [undefined];
  return (documents, { now = Date.now() } = {}) => {
    const run = startRun(now);
    const rows = query.sources.length === 0 ? [nothing] : rowsOf(documents, run);
    try {
      return [...execute(rows, nothing, run)];
    } catch (error) {
      throw error instanceof TooMuchWork ? compilation.fail('SC3002', error.message, query.at) : error;
    }
  };
}

function startRun(now: number): Run {
  const deadline = performance.now() + limits.runMilliseconds;
  let rows = 0;
  return {
    now,
    countRow() {
      rows += 1;
      if (rows > limits.rows) throw new TooMuchWork(`The query makes more than ${limits.rows} rows.`);
      if (performance.now() > deadline)
        throw new TooMuchWork(`The query runs for more than ${limits.runMilliseconds} ms.`);
    },
  };
}

function* rowsOf(documents: Iterable<Json>, run: Run): Generator<Row> {
  for (const document of documents) {
    run.countRow();
    yield [document];
  }
}
