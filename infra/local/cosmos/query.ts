import { checkCompositeIndex } from './composite-index.ts';
import type { Container } from './container.ts';
import { type Page, type PageRequest, pageAnswer, pageOfDocuments, pageOfResult, pageRequest } from './page.ts';
import { type Answer, type Call, isSet, type RequestHeaders } from './protocol.ts';
import { queryMetrics } from './query-metrics.ts';
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
  const page = readPage(query, documents, pageRequest(call, question), now);
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
  const page = pageOfDocuments(documents, textsOf, pageRequest(call, question));
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

function readPage(query: CompiledQuery, documents: Iterable<StoredDocument>, request: PageRequest, now: number): Page {
  return query.info.perDocument
    ? pageOfDocuments(documents, rowsOf(query, now), request)
    : pageOfResult(runCompiled(query, bodiesOf(documents), now), request);
}

function rowsOf(query: CompiledQuery, now: number): (documents: readonly StoredDocument[]) => readonly string[] {
  return (documents) => runCompiled(query, documents.map(bodyOf), now).map((row) => textOf(row) ?? JSON.stringify(row));
}

const textsOf = (documents: readonly StoredDocument[]) => documents.map(({ text }) => text);

function* bodiesOf(documents: Iterable<StoredDocument>) {
  for (const document of documents) yield bodyOf(document);
}
