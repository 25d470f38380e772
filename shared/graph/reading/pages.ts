import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../call/call.ts';
import { send, type Wire } from '../call/send.ts';
import { GraphFailure } from '../errors.ts';
import type { Purpose } from '../purpose.ts';

/** One page of a collection. */
export interface Page {
  readonly items: readonly unknown[];
  /** Only on the last page of a delta. */
  readonly deltaLink: string | undefined;
}

/** A hundred thousand devices are a hundred pages; nothing that is asked for has so many. */
const MOST_PAGES = 20_000;
/** The same objects so many pages in a row are no progress; twice may be a delta that repeats itself. */
const MOST_REPEATS = 3;

/**
 * All pages of a collection, one at a time. Only a page without a next link is the last: an empty one is not. Links are
 * opaque and followed as they came. Throws GraphFailure `graph-paging-stuck` for a link that was followed before, and for
 * ever new links to the same objects.
 */
export async function* pages(wire: Wire, purpose: Purpose, start: Target): AsyncGenerator<Page> {
  const followed = new Set<string>();
  let before: readonly unknown[] = [];
  let repeats = 1;
  for (let target = start; ; ) {
    const { body } = await send(wire, purpose, { target, method: 'GET' });
    const { items, deltaLink, nextLink } = collectionOf(body);
    yield { items, deltaLink };
    if (nextLink === undefined) return;
    repeats = isObjects(items) && isDeepStrictEqual(items, before) ? repeats + 1 : 1;
    if (followed.has(nextLink) || followed.size >= MOST_PAGES || repeats >= MOST_REPEATS)
      throw new GraphFailure('graph-paging-stuck', 'The link to the next page leads in a circle.');
    followed.add(nextLink);
    before = items;
    target = { api: start.api, link: nextLink };
  }
}

const isObjects = (items: readonly unknown[]): boolean =>
  items.length > 0 && items.every((item) => typeof item === 'object' && item !== null && 'id' in item);

function collectionOf(body: unknown): Page & { readonly nextLink: string | undefined } {
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const items = fields['value'];
  if (!Array.isArray(items)) throw new GraphFailure('graph-answer-unreadable', 'A collection came without its items.');
  return { items, deltaLink: linkOf(fields['@odata.deltaLink']), nextLink: linkOf(fields['@odata.nextLink']) };
}

const linkOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Whether a list may be believed: Intune's sometimes end early. It may be two in a hundred short of the head count. */
export function isComplete(counted: number, expected: number): boolean {
  return counted >= expected * 0.98;
}
