import { z } from 'zod';
import { Refusal } from '../contracts/refusal.ts';
import type { Snapshot } from './list-store.ts';
import { comparePlaces, firstAfter, linesOf, type Place, type Placed, viewOf } from './list-view.ts';
import type { Cell, ListDefinition, ListItem, ListQuery, Page, PageRequest, Row } from './lists.ts';

/** All lines that match, sorted. Throws Refusal `invalid-query`. */
export function rowsOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  snapshot: Snapshot,
  query: ListQuery,
): ListItem<R>[] {
  const matches = matcherOf(list, query);
  const { column, descending } = sortOf(list, query);
  const lines = sortedBy(snapshot, column).flatMap(({ line }) => (matches(line) ? [ownLine<R>(line)] : []));
  return descending ? lines.reverse() : lines;
}

/**
 * One page of them. By number of lines left out it tells the total besides; after a place it goes on there, so lines that come
 * and go in between do not shift the rest.
 */
export function pageOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  snapshot: Snapshot,
  { limit = 50, after, skip, ...query }: ListQuery & PageRequest,
): Page<ListItem<R>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('limit is from 1 to 1000.');
  const matches = matcherOf(list, query);
  const { column, descending } = sortOf(list, query);
  const lines = sortedBy(snapshot, column);
  if (after === undefined)
    return pageAt<R>(matches === everyLine ? lines : lines.filter(({ line }) => matches(line)), {
      skip,
      limit,
      descending,
    });
  if (skip !== undefined) throw invalid('A page begins after a place, or after a number of lines.');
  const step = descending ? -1 : 1;
  const items: ListItem<R>[] = [];
  let last: Place | undefined;
  for (let at = startOf(lines, step, after); at >= 0 && at < lines.length; at += step) {
    const next = lines[at];
    if (!next || !matches(next.line)) continue;
    if (items.length === limit && last) return { items, next: textOf(last) };
    items.push(ownLine<R>(next.line));
    last = next.place;
  }
  return { items };
}

interface Window {
  readonly skip: number | undefined;
  readonly limit: number;
  readonly descending: boolean;
}

function pageAt<R extends Row>(lines: readonly Placed[], { skip = 0, limit, descending }: Window): Page<ListItem<R>> {
  const total = lines.length;
  const page = descending
    ? lines.slice(Math.max(0, total - skip - limit), Math.max(0, total - skip)).reverse()
    : lines.slice(skip, skip + limit);
  const last = page.at(-1);
  const items = page.map(({ line }) => ownLine<R>(line));
  return { items, total, ...(last && skip + limit < total && { next: textOf(last.place) }) };
}

/** How many lines have each value of a column. */
export function totalsOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  { chunks }: Snapshot,
  column: string,
): Readonly<Record<string, number>> {
  mustBeColumn(list, column);
  const totals = new Map<string, number>();
  for (const line of linesOf(chunks)) {
    const value = String(line[column]);
    totals.set(value, (totals.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(totals);
}

function sortedBy({ chunks, views }: Snapshot, column: string): readonly Placed[] {
  const before = views.get(column);
  if (before?.chunks === chunks) return before.lines;
  const view = viewOf(chunks, column, before);
  views.set(column, view);
  return view.lines;
}

/** The feed has written the list's lines by its very definition. */
function ownLine<R extends Row>(line: ListItem<Row>): ListItem<R> {
  return line as ListItem<R>;
}

const placeSchema = z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.string(), z.string()]);

function textOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function placeIn(after: string): Place {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
  } catch {
    throw invalid('`next` of a page is to be sent back as it came.');
  }
}

/** Where to go on after a place, whose line may be gone. */
function startOf(lines: readonly Placed[], step: 1 | -1, after: string): number {
  const place = placeIn(after);
  const next = firstAfter(lines, place);
  if (step === 1) return next;
  const before = lines[next - 1];
  return before && comparePlaces(before.place, place) === 0 ? next - 2 : next - 1;
}

function sortOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  { sort = list.columns[0] ?? '' }: ListQuery,
): { column: string; descending: boolean } {
  const descending = sort.startsWith('-');
  const column = descending ? sort.slice(1) : sort;
  mustBeColumn(list, column);
  return { column, descending };
}

type Matcher = (line: ListItem<Row>) => boolean;

const everyLine: Matcher = () => true;

function matcherOf<R extends Row, S>(list: ListDefinition<R, S>, { filter = {}, search, visible }: ListQuery): Matcher {
  const wanted = Object.entries(filter).map(([column, value]) => {
    mustBeColumn(list, column);
    return { column, values: new Set<Cell>(isCell(value) ? [value] : value) };
  });
  const text = search?.toLowerCase();
  const within = list.search ?? [];
  if (wanted.length === 0 && text === undefined && !visible) return everyLine;
  return (line) =>
    wanted.every(({ column, values }) => values.has(line[column] ?? null)) &&
    (text === undefined || within.some((column) => String(line[column]).toLowerCase().includes(text))) &&
    (!visible || visible(line));
}

function isCell(value: Cell | readonly Cell[]): value is Cell {
  return !Array.isArray(value);
}

function mustBeColumn<R extends Row, S>({ columns }: ListDefinition<R, S>, column: string): void {
  if (!columns.includes(column)) throw invalid(`There is no column "${column}".`);
}

function invalid(message: string): Refusal {
  return new Refusal('invalid-query', message);
}
