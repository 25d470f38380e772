/** The service's own codes where it documents or shows them; `SC3xxx` are limits. */
export type SqlErrorCode =
  | 'SC1001' // incorrect syntax
  | 'SC1010' // no token of the language
  | 'SC2001' // identifier cannot be resolved
  | 'SC2005' // no built-in function of this name
  | 'SC2010' // alias given twice
  | 'SC2050' // wrong number of arguments
  | 'SC2060' // TOP, OFFSET, LIMIT: not a whole number
  | 'SC2100' // aggregate where none may stand
  | 'SC2102' // SELECT * over several inputs, or over none
  | 'SC2103' // property neither grouped nor aggregated
  | 'SC2104' // clauses that exclude each other
  | 'SC2105' // a scalar subquery gave several results
  | 'SC2206' // ORDER BY something that is no path of the document
  | 'SC3001' // text, nesting, list or parameters beyond the limits
  | 'SC3002'; // the query does too much work

/** A place in the query text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Any query that cannot be compiled or may not run on; `line` and `column` count from 1. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: SqlErrorCode;
  readonly location: Span;
  readonly line: number;
  readonly column: number;

  constructor(code: SqlErrorCode, message: string, sql: string, location: Span) {
    const before = sql.slice(0, location.start);
    const line = before.split('\n').length;
    const column = location.start - before.lastIndexOf('\n');
    super(`${message} (line ${line}, column ${column})`);
    this.code = code;
    this.location = location;
    this.line = line;
    this.column = column;
  }
}
