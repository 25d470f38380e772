import type { Container } from './container.ts';
import { continuationToken, type Position, parseContinuation } from './continuation.ts';
import { badRequest } from './errors.ts';
import type { Json } from './json.ts';
import { LIMITS } from './limits.ts';
import type { Answer, Call } from './protocol.ts';
import type { StoredDocument } from './stored-document.ts';

/** Rows as JSON texts, and where the next page begins; undefined on the last one. */
export interface Page {
  readonly rows: readonly string[];
  readonly next: Position | undefined;
}

/** Which page is wanted: where it begins, and how many rows it may have. */
export interface PageRequest {
  readonly position: Position | undefined;
  readonly size: number;
}

/** `question` names what is read; a continuation of another question is refused. */
export const pageRequest = (call: Call, question: string): PageRequest => ({
  position: parseContinuation(call.headers['x-ms-continuation'], question),
  size: pageSize(call),
});

/** How many items a page may have: `x-ms-max-item-count`, where -1 leaves it to the service. */
export function pageSize({ headers, pageLimit }: Call): number {
  return Math.min(askedSize(headers['x-ms-max-item-count']), pageLimit ?? LIMITS.pageItems);
}

/** A page cut out of a whole result. */
export function pageOfResult(result: readonly Json[], { position, size }: PageRequest): Page {
  const begin = position && 'afterRows' in position ? position.afterRows : 0;
  const rows: string[] = [];
  let bytes = 0;
  for (const row of result.slice(begin, begin + size)) {
    if (bytes >= LIMITS.pageBytes) break;
    const text = JSON.stringify(row);
    rows.push(text);
    bytes += text.length;
  }
  const end = begin + rows.length;
  return { rows, next: end < result.length ? { afterRows: end } : undefined };
}

/**
 * A page of documents of which each gives one row or none. It ends only when a further row is known to exist, so that
 * no last page is empty (or when it is full of bytes). Documents are taken by as many as the page has room for and one
 * more: should their rows not all fit, then all gave one, and the last of them begins the next page.
 */
export function pageOfDocuments(
  documents: Iterable<StoredDocument>,
  rowsOf: (documents: readonly StoredDocument[]) => readonly string[],
  { position, size }: PageRequest,
): Page {
  const rows: string[] = [];
  let bytes = 0;
  let afterDocument = position && 'afterDocument' in position ? position.afterDocument : 0;
  for (const chunk of chunksOf(documents, afterDocument, () => size - rows.length + 1)) {
    const found = rowsOf(chunk);
    if (found.length === 0) continue;
    if (rows.length === size || bytes >= LIMITS.pageBytes) return { rows, next: { afterDocument } };
    if (rows.length + found.length > size) {
      afterDocument = chunk.at(-2)?.number ?? afterDocument;
      return { rows: [...rows, ...found.slice(0, -1)], next: { afterDocument } };
    }
    rows.push(...found);
    bytes += found.reduce((sum, { length }) => sum + length, 0);
    afterDocument = chunk.at(-1)?.number ?? afterDocument;
  }
  return { rows, next: undefined };
}

export function pageAnswer(
  container: Container,
  { rows, next }: Page,
  question: string,
  charge: (bytes: number) => number,
): Answer {
  const body = `{"_rid":"${container.definition._rid}","Documents":[${rows.join(',')}],"_count":${rows.length}}`;
  const headers = { 'x-ms-item-count': String(rows.length) };
  return {
    status: 200,
    body,
    charge: charge(body.length),
    headers: next ? { ...headers, 'x-ms-continuation': continuationToken(next, question) } : headers,
  };
}

const DEFAULT_ITEMS = 100;

function askedSize(given: string | undefined): number {
  if (given === undefined) return DEFAULT_ITEMS;
  const count = Number(given);
  if (count === -1) return LIMITS.pageItems;
  if (Number.isInteger(count) && count > 0) return count;
  throw badRequest(`The page size '${given}' is neither -1 nor a positive number.`);
}

function* chunksOf(documents: Iterable<StoredDocument>, afterDocument: number, size: () => number) {
  let chunk: StoredDocument[] = [];
  let bytes = 0;
  for (const document of documents) {
    if (document.number <= afterDocument) continue;
    chunk.push(document);
    bytes += document.text.length;
    if (chunk.length < size() && bytes < LIMITS.pageBytes) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}
