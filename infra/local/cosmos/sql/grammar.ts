import type { Cursor } from './cursor.ts';
import type { Token } from './lexer.ts';

/** A name that is no reserved word. */
export function name(cursor: Cursor): string {
  return isName(cursor.token) ? anyWord(cursor) : cursor.unexpected('a name');
}

/** A name that may be a reserved word, as after a dot. */
export function anyWord(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind !== 'word') return cursor.unexpected('a name');
  cursor.advance();
  return token.text;
}

export function isName(token: Token): boolean {
  return token.kind === 'word' && !reserved.has(token.keyword);
}

/** `item, item, … close`, or nothing but the closing bracket. */
export function list<T>(cursor: Cursor, close: string, item: (cursor: Cursor) => T): T[] {
  if (cursor.skip(close)) return [];
  const items = commaSeparated(cursor, item);
  cursor.expect(close);
  return items;
}

/** `item, item, …`, at least one. */
export function commaSeparated<T>(cursor: Cursor, item: (cursor: Cursor) => T): T[] {
  const items = [item(cursor)];
  while (cursor.skip(',')) items.push(item(cursor));
  return items;
}

/** Words that name nothing, unless a dot stands before them. */
const reserved: ReadonlySet<string> = new Set([
  ...[
    'SELECT',
    'DISTINCT',
    'TOP',
    'FROM',
    'JOIN',
    'AS',
    'WHERE',
    'GROUP',
    'BY',
    'ORDER',
    'ASC',
    'DESC',
    'OFFSET',
    'LIMIT',
  ],
  ...[
    'AND',
    'OR',
    'NOT',
    'IN',
    'BETWEEN',
    'LIKE',
    'ESCAPE',
    'EXISTS',
    'ARRAY',
    'TRUE',
    'FALSE',
    'NULL',
    'UNDEFINED',
    'UDF',
  ],
]);
