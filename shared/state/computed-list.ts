import { pageOf, rowsOf, totalsOf } from './list-query.ts';
import type { Snapshot } from './list-store.ts';
import type { ListDefinition, Row } from './lists.ts';
import type { State } from './state.ts';

/** A line before it is sorted in. */
export interface ComputedLine<R extends Row> {
  readonly id: string;
  readonly row: R;
}

/**
 * A state in which one list is made of what lies packed when it is asked for, and answered like those that the feed keeps.
 * Columns, search and filters are those of the definition; whoever wants another list asks the state itself.
 */
export function withComputedList<R extends Row, S>(
  state: State,
  list: ListDefinition<R, S>,
  read: (tenantId: string) => Promise<Snapshot>,
): State {
  const own = <A extends { readonly name: string }>(asked: A): A => {
    if (asked.name !== list.name) throw new TypeError(`${asked.name} is kept as other lists are.`);
    return asked;
  };
  return {
    ...state,
    list: async (tenantId, asked, query) => pageOf(own(asked), await read(tenantId), query),
    rows: async (tenantId, asked, query) => rowsOf(own(asked), await read(tenantId), query),
    totals: async (tenantId, asked, column) => totalsOf(own(asked), await read(tenantId), column),
  };
}

/** The lines of one tenant, as a list is read from. Kept, it stays sorted from one request to the next. */
export function computedSnapshot<R extends Row, S>(
  { name }: ListDefinition<R, S>,
  tenantId: string,
  lines: readonly ComputedLine<R>[],
): Snapshot {
  const entries = lines.map(({ id, row }) => ({ tenantId, id, sequence: 1, row }));
  const chunk = { tenantId, aggregate: `list:${name}`, number: 0, version: 1, entries } as const;
  return {
    etag: undefined,
    chunks: [{ ...chunk, id: 'chunk:0', kind: 'rows' }],
    numberOf: new Map(),
    views: new Map(),
  };
}
