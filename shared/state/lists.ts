import type { AggregateDefinition } from './aggregate.ts';

/** What a cell holds; rows are flat so that they can be filtered, sorted and written as CSV. */
export type Cell = string | number | boolean | null;

/** One line of a list, by column. Leave out what moves all the time: each change of a row is written. */
export type Row = Readonly<Record<string, Cell>>;

/** A list of the aggregates of one kind, kept by the change feed. */
export interface ListDefinition<R extends Row = Row, S = unknown> {
  readonly name: string;
  readonly of: AggregateDefinition<S>;
  /** The aggregate's line; `undefined` leaves it out. */
  row(state: S, id: string): R | undefined;
  /** In the order of the CSV. */
  readonly columns: readonly string[];
  /** Columns that a search looks into. */
  readonly search?: readonly string[];
  /** One list over all tenants, kept under the platform's own tenant `-`, instead of one for each. */
  readonly acrossTenants?: true;
}

export interface ListQuery {
  /** Column to the value, or one of the values, it must have. */
  readonly filter?: Readonly<Record<string, Cell | readonly Cell[]>>;
  /** A column, descending with a minus before it, e.g. `-name`. Default: the first column. */
  readonly sort?: string;
  /** Part of the text in one of the search columns, upper or lower case. */
  readonly search?: string;
  /** Which of the lines the asker may see at all; others are as if they were not there. */
  readonly visible?: (line: ListItem<Row>) => boolean;
}

export interface PageRequest {
  /** Lines at most, 1 to 1,000; default 50. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
  /** Lines left out before the first; instead of `after`. */
  readonly skip?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
  /** Lines of all pages, where a list counts them: whoever goes on `after` a page knows it already. */
  readonly total?: number;
}

/** A line with the id of its aggregate and, in a list across tenants, the tenant. */
export type ListItem<R extends Row> = R & {
  readonly id: string;
  readonly tenantId: string;
};

/** Checks, as types, that the columns are those of the rows. */
export function defineList<R extends Row, S>(
  definition: ListDefinition<R, S> & {
    readonly columns: readonly (keyof R & string)[];
    readonly search?: readonly (keyof R & string)[];
  },
): ListDefinition<R, S> {
  return definition;
}
