import type { Aggregate } from './ast.ts';
import { type Span, SqlError, type SqlErrorCode } from './errors.ts';
import type { Token } from './lexer.ts';
import { limits } from './limits.ts';

/** The parser's place in the tokens of one query text. */
export interface Cursor {
  readonly token: Token;
  readonly previous: Token;
  /** The token after the current one. */
  readonly following: Token;
  /** Steps over the current token and returns it. */
  advance(): Token;
  /** Whether the current token is one of these keywords or symbols. */
  at(...texts: readonly string[]): boolean;
  /** Steps over the current token if it is this keyword or symbol. */
  skip(text: string): boolean;
  /** Steps over this keyword or symbol, or fails. */
  expect(text: string): void;
  fail(code: SqlErrorCode, message: string, at?: Span): never;
  /** Fails at the current token, which is not what the grammar wants. */
  unexpected(expected: string): never;
  /** Runs `parse` one level deeper in brackets. */
  nested<T>(parse: () => T): T;
  /** Runs `parse` and collects the aggregates that it meets outside of deeper collections. */
  collecting<T>(parse: () => T): { readonly result: T; readonly aggregates: readonly Aggregate[] };
  /** Notes an aggregate for the query that is being read. */
  collect(aggregate: Aggregate): void;
}

/** A cursor at the first token. */
export function cursorOver(sql: string, tokens: readonly Token[]): Cursor {
  const end: Token = { kind: 'end', start: sql.length, end: sql.length };
  let position = 0;
  let depth = 0;
  let aggregates: Aggregate[] = [];

  const cursor: Cursor = {
    get token() {
      return tokens[position] ?? end;
    },
    get previous() {
      return tokens[position - 1] ?? end;
    },
    get following() {
      return tokens[position + 1] ?? end;
    },
    advance() {
      position += 1;
      return cursor.previous;
    },
    at: (...texts) => texts.includes(symbolOrKeyword(cursor.token)),
    skip(text) {
      if (!cursor.at(text)) return false;
      position += 1;
      return true;
    },
    expect(text) {
      if (!cursor.skip(text)) cursor.unexpected(text);
    },
    fail(code, message, at = cursor.token) {
      throw new SqlError(code, message, sql, { start: at.start, end: at.end });
    },
    unexpected(expected) {
      const { start, end: stop, kind } = cursor.token;
      const near = kind === 'end' ? 'end of query' : `'${sql.slice(start, Math.min(stop, start + 40))}'`;
      return cursor.fail('SC1001', `Syntax error, incorrect syntax near ${near}, expected ${expected}.`);
    },
    nested(parse) {
      if (depth === limits.nesting) cursor.fail('SC3001', `The query nests deeper than ${limits.nesting} levels.`);
      depth += 1;
      const result = parse();
      depth -= 1;
      return result;
    },
    collecting(parse) {
      const outer = aggregates;
      const own: Aggregate[] = [];
      aggregates = own;
      const result = parse();
      aggregates = outer;
      return { result, aggregates: own };
    },
    collect(aggregate) {
      aggregates.push(aggregate);
    },
  };
  return cursor;
}

function symbolOrKeyword(token: Token): string {
  if (token.kind === 'symbol') return token.text;
  return token.kind === 'word' ? token.keyword : '';
}
