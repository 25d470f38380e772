import type { ListDefinition, ListItem, ListQuery, Page, Row } from '../state/lists.ts';
import type { State } from '../state/state.ts';
import { type BodyAnswer, type CsvAnswer, csv, ok } from './answers.ts';

/** The part of a call that a list needs; every field of the query beyond `listQuery` is a filter on the column of its name. */
export interface ListCall {
  readonly context: { readonly state: State; readonly tenantId: string };
  readonly accepts: 'json' | 'csv';
  readonly query: {
    readonly limit: number;
    readonly after?: string;
    readonly skip?: number;
    readonly search?: string;
    readonly sort?: string;
    readonly [filter: string]: string | number | boolean | undefined;
  };
}

/** Answers with a page of the list, or with all that matches as CSV. */
export async function answerList<R extends Row, S>(
  { context: { state, tenantId }, accepts, query: { limit, after, skip, search, sort, ...filters } }: ListCall,
  list: ListDefinition<R, S>,
  { defaultSort }: { readonly defaultSort: `-${keyof R & string}` | (keyof R & string) },
): Promise<BodyAnswer<200, Page<ListItem<R>>> | CsvAnswer> {
  const query: ListQuery = { sort: sort ?? defaultSort, filter: given(filters), ...(search && { search }) };
  const place = { ...(after && { after }), ...(skip !== undefined && { skip }) };
  if (accepts === 'json') return ok(await state.list(tenantId, list, { ...query, limit, ...place }));
  const rows = await state.rows(tenantId, list, query);
  return csv({ fileName: `${list.name}.csv`, columns: ['id', ...list.columns], rows });
}

function given(filters: Readonly<Record<string, string | number | boolean | undefined>>) {
  return Object.fromEntries(
    Object.entries(filters).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  );
}
