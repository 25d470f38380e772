import type { Value } from './values.ts';

/** The values that the aliases of a query are bound to, by slot; slot 0 is the document. */
export type Row = readonly Value[];

/** What one run of a query shares. */
export interface Run {
  /** Milliseconds since 1970-01-01 UTC: the instant that the date functions tell, the same in all rows. */
  readonly now: number;
  /** Counts a row that is made. Throws `TooMuchWork` when the run makes too many, or takes too long. */
  countRow(): void;
}

export type Evaluate = (row: Row, run: Run) => Value;
