import type { Container } from './container.ts';
import { badRequest } from './errors.ts';
import { LIMITS } from './limits.ts';
import { pageSize } from './page.ts';
import type { Answer, Call, RequestHeaders } from './protocol.ts';
import { LOOKUP_CHARGE, readCharge } from './request-charge.ts';
import { membership, selectionOf } from './selection.ts';
import type { StoredDocument } from './stored-document.ts';
import { isExpired } from './time-to-live.ts';

/**
 * The latest versions after a position, oldest first: `A-IM: Incremental Feed`, the position in `If-None-Match`.
 * 304 with the new position when there is nothing. Deleted and expired documents do not appear. `now` in seconds.
 */
export function readChangeFeed(container: Container, call: Call, now: number): Answer {
  const { headers } = call;
  if (headers['a-im'] !== 'Incremental Feed' && headers['a-im'] !== 'Incremental feed')
    throw badRequest('The change feed is read in latest-version mode (A-IM: Incremental Feed) alone.');
  const { documents, position } = readPage(container, call, now);
  const answer = { headers: { etag: `"${position}"`, 'x-ms-item-count': String(documents.length) } };
  if (documents.length === 0) return { ...answer, status: 304, body: '', charge: LOOKUP_CHARGE };
  const rows = documents.map(({ text, lsn }) => `${text.slice(0, -1)},"_lsn":${lsn}}`).join(',');
  const body = `{"_rid":"${container.definition._rid}","Documents":[${rows}],"_count":${documents.length}}`;
  return { ...answer, status: 200, body, charge: readCharge(body.length) };
}

interface Page {
  readonly documents: readonly StoredDocument[];
  /** Up to where the feed has been read. */
  readonly position: number;
}

function readPage(container: Container, call: Call, now: number): Page {
  const { headers } = call;
  const size = Math.max(1, pageSize(call));
  const since = startTime(headers);
  const belongs = membership(container, selectionOf(container, headers));
  const documents: StoredDocument[] = [];
  let bytes = 0;
  for (const document of container.changes.after(startPosition(container, headers))) {
    if (document.timestamp < since || !belongs(document) || isExpired(container, document, now)) continue;
    documents.push(document);
    bytes += document.text.length;
    if (documents.length === size || bytes >= LIMITS.pageBytes) return { documents, position: document.lsn };
  }
  return { documents, position: container.lsn };
}

/** Nothing: from the beginning. `*`: from now on. */
function startPosition(container: Container, headers: RequestHeaders): number {
  const given = headers['if-none-match'];
  if (given === undefined) return 0;
  if (given === '*') return container.lsn;
  const position = /^"?(\d{1,15})"?$/.exec(given)?.[1];
  if (position === undefined) throw badRequest('The position in If-None-Match is not one of the change feed.');
  return Number(position);
}

/** Seconds since 1970. */
function startTime(headers: RequestHeaders): number {
  const given = headers['if-modified-since'];
  if (given === undefined) return 0;
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw badRequest('If-Modified-Since is not a date.');
  return Math.floor(time / 1000);
}
