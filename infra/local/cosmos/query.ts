import type { Container } from './container.ts';
import type { CompositePath } from './container-definition.ts';
import { type Position, parseContinuation } from './continuation.ts';
import { badRequest } from './errors.ts';
import { type Page, pageAnswer, pageSize } from './page.ts';
import { type Answer, type Call, isSet, type RequestHeaders } from './protocol.ts';
import { queryCharge } from './request-charge.ts';
import { documentsIn, type Selection, selectionOf } from './selection.ts';
import type { CompiledQuery } from './sql/index.ts';
import { compileQuery, parseQuerySpec, runCompiled } from './sql-query.ts';
import { bodyOf, type StoredDocument } from './stored-document.ts';

/** A page of a query's result. `now` in milliseconds since 1970. */
export function queryDocuments(container: Container, call: Call, now: number): Answer {
  const spec = parseQuerySpec(call.body);
  const query = compileQuery(spec);
  checkCompositeIndex(container, query);
  const selection = selectionOf(container, call.headers);
  const question = JSON.stringify([container.definition._rid, spec, selection]);
  const began = performance.now();
  const documents = documentsIn(container, selection, Math.floor(now / 1000));
  const page = readPage(query, documents, readingOf(call.headers, question), now);
  const answer = pageAnswer(container, page, question, queryCharge);
  if (!isSet(call.headers, 'x-ms-documentdb-populatequerymetrics')) return answer;
  const metrics = queryMetrics(page.rows.length, answer.body.length, performance.now() - began);
  return { ...answer, headers: { ...answer.headers, 'x-ms-documentdb-query-metrics': metrics } };
}

/** A page of all documents, without a query. `now` in milliseconds since 1970. */
export function readFeed(container: Container, headers: RequestHeaders, now: number): Answer {
  const selection = selectionOf(container, headers);
  const question = JSON.stringify([container.definition._rid, selection]);
  const documents = documentsIn(container, selection, Math.floor(now / 1000));
  const page = pageOfDocuments(documents, ({ text }) => [text], readingOf(headers, question));
  return pageAnswer(container, page, question, queryCharge);
}

/** Whether a query asks all logical partitions. */
export const isCrossPartition = (container: Container, headers: RequestHeaders): boolean =>
  CROSSING[selectionOf(container, headers).of];

const CROSSING: Readonly<Record<Selection['of'], boolean>> = {
  container: true,
  range: false,
  prefix: false,
  partition: false,
};

function readPage(query: CompiledQuery, documents: Iterable<StoredDocument>, reading: Reading, now: number): Page {
  if (isReadByDocument(query)) return pageOfDocuments(documents, rowsOf(query, now), reading);
  const { rows: before } = reading.position;
  const result = runCompiled(query, bodies(documents), now);
  const end = before + reading.size;
  const rows = result.slice(before, end).map((row) => JSON.stringify(row));
  return { rows, next: end < result.length ? { document: 0, rows: end } : undefined };
}

interface Reading {
  readonly position: Position;
  /** Rows on a page. */
  readonly size: number;
}

const readingOf = (headers: RequestHeaders, question: string): Reading => ({
  position: parseContinuation(headers['x-ms-continuation'], question),
  size: pageSize(headers),
});

/** Whether the result is that of each document, one after the other. */
function isReadByDocument({ info }: CompiledQuery): boolean {
  const { orderBy, aggregates, groupBy, distinct, top, offset, limit } = info;
  if (orderBy.length > 0 || aggregates.length > 0 || groupBy || distinct) return false;
  return top === undefined && offset === undefined && limit === undefined;
}

function rowsOf(query: CompiledQuery, now: number): (document: StoredDocument) => readonly string[] {
  return (document) => {
    const body = bodyOf(document);
    return runCompiled(query, [body], now).map((row) => (row === body ? document.text : JSON.stringify(row)));
  };
}

/** Ends the page only when a further row is known to exist, so that no last page is empty. */
function pageOfDocuments(
  documents: Iterable<StoredDocument>,
  rowsOf: (document: StoredDocument) => readonly string[],
  { position, size }: Reading,
): Page {
  const page: string[] = [];
  let next = position;
  for (const document of documents) {
    if (document.number < position.document) continue;
    let given = document.number === position.document ? position.rows : 0;
    for (const row of rowsOf(document).slice(given)) {
      if (page.length === size) return { rows: page, next };
      page.push(row);
      given += 1;
      next = { document: document.number, rows: given };
    }
  }
  return { rows: page, next: undefined };
}

function* bodies(documents: Iterable<StoredDocument>) {
  for (const document of documents) yield bodyOf(document);
}

/** Several paths are ordered by a composite index of just these paths, in these orders or all reversed. */
function checkCompositeIndex(container: Container, { info }: CompiledQuery): void {
  const { orderBy, aggregates, groupBy } = info;
  if (orderBy.length < 2 || aggregates.length > 0 || groupBy) return;
  const serves = (index: readonly CompositePath[], reversed: boolean) =>
    index.length === orderBy.length &&
    index.every(({ path, descending }, at) => {
      const asked = orderBy[at];
      return asked?.path.join('/') === path.join('/') && asked.descending !== (descending === reversed);
    });
  if (container.rules.compositeIndexes.some((index) => serves(index, false) || serves(index, true))) return;
  throw badRequest('The order by query does not have a corresponding composite index that it can be served from.');
}

function queryMetrics(count: number, bytes: number, milliseconds: number): string {
  const time = milliseconds.toFixed(2);
  return [
    `totalExecutionTimeInMs=${time}`,
    'queryCompileTimeInMs=0.00',
    'queryLogicalPlanBuildTimeInMs=0.00',
    'queryPhysicalPlanBuildTimeInMs=0.00',
    'queryOptimizationTimeInMs=0.00',
    `VMExecutionTimeInMs=${time}`,
    'indexLookupTimeInMs=0.00',
    'instructionCount=0',
    'documentLoadTimeInMs=0.00',
    'systemFunctionExecuteTimeInMs=0.00',
    'userFunctionExecuteTimeInMs=0.00',
    `retrievedDocumentCount=${count}`,
    `retrievedDocumentSize=${bytes}`,
    `outputDocumentCount=${count}`,
    `outputDocumentSize=${bytes}`,
    'writeOutputTimeInMs=0.00',
    'indexUtilizationRatio=1.00',
  ].join(';');
}
