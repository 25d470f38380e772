import { pageOf, rowsOf, totalsOf } from './list-query.ts';
import type { Snapshot } from './list-store.ts';
import type { ListDefinition, ListItem, ListQuery, Page, PageRequest, Row } from './lists.ts';

/** A line before it is sorted in. */
export interface ComputedLine<R extends Row> {
  readonly id: string;
  readonly row: R;
}

/** A list whose lines are made when they are asked for, of what lies packed; answered like those that the feed keeps. */
export interface ComputedList<R extends Row> {
  page(query: ListQuery & PageRequest): Page<ListItem<R>>;
  rows(query: ListQuery): readonly ListItem<R>[];
  totals(column: keyof R & string): Readonly<Record<string, number>>;
}

/** The list over these lines. Columns, search and filters are those of the definition. */
export function computedList<R extends Row, S>(
  list: ListDefinition<R, S>,
  tenantId: string,
  lines: readonly ComputedLine<R>[],
): ComputedList<R> {
  const entries = lines.map(({ id, row }) => ({ tenantId, id, sequence: 1, row }));
  const chunk = {
    tenantId,
    aggregate: `list:${list.name}`,
    id: 'chunk:0',
    kind: 'rows',
    number: 0,
    version: 1,
  } as const;
  const snapshot: Snapshot = {
    etag: undefined,
    chunks: [{ ...chunk, entries }],
    numberOf: new Map(),
    views: new Map(),
  };
  return {
    page: (query) => pageOf(list, snapshot, query),
    rows: (query) => rowsOf(list, snapshot, query),
    totals: (column) => totalsOf(list, snapshot, column),
  };
}
