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
import { bodyOf, type StoredDocument, textOf } from './stored-document.ts';

/** A page of a query's result. `now` in milliseconds since 1970. */
export function queryDocuments(container: Container, call: Call, now: number): Answer {
  const spec = parseQuerySpec(call.body);
  const query = compileQuery(spec);
  checkCompositeIndex(container, query);
  const selection = selectionOf(container, call.headers);
  const question = JSON.stringify([container.definition._rid, spec, selection]);
  const began = performance.now();
  const documents = documentsIn(container, selection, Math.floor(now / 1000));
  const page = readPage(query, documents, readingOf(call, question), now);
  const answer = pageAnswer(container, page, question, queryCharge);
  if (!isSet(call.headers, 'x-ms-documentdb-populatequerymetrics')) return answer;
  const metrics = queryMetrics(page.rows.length, answer.body.length, performance.now() - began);
  return { ...answer, headers: { ...answer.headers, 'x-ms-documentdb-query-metrics': metrics } };
}

/** A page of all documents, without a query. `now` in milliseconds since 1970. */
export function readFeed(container: Container, call: Call, now: number): Answer {
  const selection = selectionOf(container, call.headers);
  const question = JSON.stringify([container.definition._rid, selection]);
  const documents = documentsIn(container, selection, Math.floor(now / 1000));
  const page = pageOfDocuments(documents, texts, readingOf(call, question));
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
  if (query.info.perDocument) return pageOfDocuments(documents, rowsOf(query, now), reading);
  const { position, size } = reading;
  const begin = position && 'afterRows' in position ? position.afterRows : 0;
  const end = begin + size;
  const result = runCompiled(query, bodies(documents), now);
  const rows = result.slice(begin, end).map((row) => JSON.stringify(row));
  return { rows, next: end < result.length ? { afterRows: end } : undefined };
}

interface Reading {
  readonly position: Position | undefined;
  /** Rows on a page. */
  readonly size: number;
}

const readingOf = (call: Call, question: string): Reading => ({
  position: parseContinuation(call.headers['x-ms-continuation'], question),
  size: pageSize(call),
});

function rowsOf(query: CompiledQuery, now: number): (documents: readonly StoredDocument[]) => readonly string[] {
  return (documents) => runCompiled(query, documents.map(bodyOf), now).map((row) => textOf(row) ?? JSON.stringify(row));
}

/**
 * Each document gives one row or none. The page ends only when a further row is known to exist, so that no last page
 * is empty. Documents are taken by as many as the page has room for and one more: should their rows not all fit, then
 * all gave one, and the last of them begins the next page.
 */
function pageOfDocuments(
  documents: Iterable<StoredDocument>,
  rowsOf: (documents: readonly StoredDocument[]) => readonly string[],
  { position, size }: Reading,
): Page {
  const rows: string[] = [];
  let afterDocument = position && 'afterDocument' in position ? position.afterDocument : 0;
  for (const chunk of chunksOf(documents, afterDocument, () => size - rows.length + 1)) {
    const found = rowsOf(chunk);
    if (found.length === 0) continue;
    if (rows.length === size) return { rows, next: { afterDocument } };
    if (rows.length + found.length <= size) {
      rows.push(...found);
      afterDocument = chunk.at(-1)?.number ?? afterDocument;
      continue;
    }
    return { rows: [...rows, ...found.slice(0, -1)], next: { afterDocument: chunk.at(-2)?.number ?? afterDocument } };
  }
  return { rows, next: undefined };
}

function* chunksOf(documents: Iterable<StoredDocument>, afterDocument: number, size: () => number) {
  let chunk: StoredDocument[] = [];
  for (const document of documents) {
    if (document.number <= afterDocument) continue;
    chunk.push(document);
    if (chunk.length < size()) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const texts = (documents: readonly StoredDocument[]) => documents.map(({ text }) => text);

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
