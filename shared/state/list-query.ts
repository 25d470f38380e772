import { z } from 'zod';
import { Refusal } from '../contracts/refusal.ts';
import type { Entry } from './list-chunks.ts';
import type { Snapshot } from './list-store.ts';
import type { Cell, ListDefinition, ListItem, ListQuery, Page, PageRequest, Row } from './lists.ts';

/** All lines that match, sorted. Throws Refusal `invalid-query`. */
export function rowsOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  snapshot: Snapshot,
  query: ListQuery,
): ListItem<R>[] {
  const matches = matcherOf(list, query);
  const { column, descending } = sortOf(list, query);
  const sorted = sortedBy<R>(snapshot, column).filter(matches);
  return descending ? sorted.reverse() : sorted;
}

/** One page of them: `next` is the place of its last line, so lines that come and go in between do not shift the rest. */
export function pageOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  snapshot: Snapshot,
  { limit = 50, after, ...query }: ListQuery & PageRequest,
): Page<ListItem<R>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('limit is from 1 to 1000.');
  const matches = matcherOf(list, query);
  const { column, descending } = sortOf(list, query);
  const lines = sortedBy<R>(snapshot, column);
  const step = descending ? -1 : 1;
  const items: ListItem<R>[] = [];
  for (let at = startOf(lines, column, step, after); at >= 0 && at < lines.length; at += step) {
    const line = lines[at];
    if (!line || !matches(line)) continue;
    const last = items.at(-1);
    if (items.length === limit && last) return { items, next: placeOf(last, column) };
    items.push(line);
  }
  return { items };
}

/** How many lines have each value of a column. */
export function totalsOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  snapshot: Snapshot,
  column: string,
): Readonly<Record<string, number>> {
  mustBeColumn(list, column);
  const totals = new Map<string, number>();
  for (const line of linesOf(snapshot)) {
    const value = String(line[column]);
    totals.set(value, (totals.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(totals);
}

type Line = ListItem<Row>;

/** Sorted once for each state of a list. */
const sortedLines = new WeakMap<Snapshot, Map<string, readonly Line[]>>();

function sortedBy<R extends Row>(snapshot: Snapshot, column: string): readonly ListItem<R>[] {
  const byColumn = sortedLines.get(snapshot) ?? new Map<string, readonly Line[]>();
  sortedLines.set(snapshot, byColumn);
  const lines = byColumn.get(column) ?? linesOf(snapshot).sort((a, b) => compare(keyOf(a, column), keyOf(b, column)));
  byColumn.set(column, lines);
  // The feed wrote these lines by this very definition.
  return lines as readonly ListItem<R>[];
}

function linesOf({ chunks }: Snapshot): Line[] {
  return chunks.flatMap(({ document }) => document.entries.filter(hasRow).map(lineOf));
}

function hasRow(entry: Entry): entry is Entry & { readonly row: Row } {
  return entry.row !== null;
}

function lineOf({ tenantId, id, row }: Entry & { readonly row: Row }): Line {
  return { tenantId, id, ...row };
}

type Key = readonly [value: Cell, tenantId: string, id: string];

function keyOf(line: Line, column: string): Key {
  return [folded(line[column] ?? null), line.tenantId, line.id];
}

function folded(value: Cell): Cell {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compare(a: Key, b: Key): number {
  return compareCells(a[0], b[0]) || compareCells(a[1], b[1]) || compareCells(a[2], b[2]);
}

function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (typeof a !== typeof b || a === null || b === null) return rank(a) - rank(b);
  return a < b ? -1 : 1;
}

function rank(value: Cell): number {
  return value === null ? 0 : ['boolean', 'number', 'string'].indexOf(typeof value) + 1;
}

const place = z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.string(), z.string()]);

function placeOf(line: Line, column: string): string {
  return Buffer.from(JSON.stringify(keyOf(line, column))).toString('base64url');
}

function startOf(lines: readonly Line[], column: string, step: 1 | -1, after: string | undefined): number {
  if (after === undefined) return step === 1 ? 0 : lines.length - 1;
  const key = parsePlace(after);
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    const order = line ? compare(keyOf(line, column), key) : 0;
    if (order < 0 || (order === 0 && step === 1)) low = middle + 1;
    else high = middle;
  }
  return step === 1 ? low : low - 1;
}

function parsePlace(after: string): Key {
  try {
    return place.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
  } catch {
    throw invalid('`next` of a page is to be sent back as it came.');
  }
}

function sortOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  { sort }: ListQuery,
): { column: string; descending: boolean } {
  const descending = sort?.startsWith('-') ?? false;
  const column = sort === undefined ? (list.columns[0] ?? 'id') : sort.slice(descending ? 1 : 0);
  mustBeColumn(list, column);
  return { column, descending };
}

function matcherOf<R extends Row, S>(
  list: ListDefinition<R, S>,
  { filter = {}, search }: ListQuery,
): (line: Line) => boolean {
  const wanted = Object.entries(filter).map(([column, value]) => {
    mustBeColumn(list, column);
    return { column, values: new Set<Cell>(isCell(value) ? [value] : value) };
  });
  const text = search?.toLowerCase();
  const within = list.search ?? [];
  return (line) =>
    wanted.every(({ column, values }) => values.has(line[column] ?? null)) &&
    (text === undefined || within.some((column) => String(line[column]).toLowerCase().includes(text)));
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
