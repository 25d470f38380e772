import type { Container } from './container.ts';
import { continuationToken, type Position } from './continuation.ts';
import { badRequest } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Answer, Call } from './protocol.ts';

const DEFAULT_ITEMS = 100;

/** How many items a page may have: `x-ms-max-item-count`, where -1 leaves it to the service. */
export function pageSize({ headers, pageLimit }: Call): number {
  return Math.min(askedSize(headers['x-ms-max-item-count']), pageLimit ?? LIMITS.pageItems);
}

function askedSize(given: string | undefined): number {
  if (given === undefined) return DEFAULT_ITEMS;
  const count = Number(given);
  if (count === -1) return LIMITS.pageItems;
  if (Number.isInteger(count) && count > 0) return count;
  throw badRequest(`The page size '${given}' is neither -1 nor a positive number.`);
}

/** Rows as JSON, and where the next page begins. */
export interface Page {
  readonly rows: readonly string[];
  readonly next: Position | undefined;
}

export function pageAnswer(
  container: Container,
  page: Page,
  question: string,
  charge: (bytes: number) => number,
): Answer {
  const { rows, next } = page;
  const body = `{"_rid":"${container.definition._rid}","Documents":[${rows.join(',')}],"_count":${rows.length}}`;
  const headers = { 'x-ms-item-count': String(rows.length) };
  return {
    status: 200,
    body,
    charge: charge(body.length),
    headers: next ? { ...headers, 'x-ms-continuation': continuationToken(next, question) } : headers,
  };
}
