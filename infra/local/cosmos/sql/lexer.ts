import { SqlError } from './errors.ts';

/** A token with its place in the text; a word is a keyword or a name, as the parser decides. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string; readonly keyword: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end' }
);

/** The tokens of a query, the last one of kind `end`. Throws {@link SqlError} `SC1010` at the first character that starts none. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < sql.length) {
    grammar.lastIndex = start;
    const groups = grammar.exec(sql)?.groups;
    if (!groups)
      throw new SqlError('SC1010', `Syntax error, invalid token near '${sql.slice(start, start + 20)}'.`, sql, {
        start,
        end: start + 1,
      });
    const end = grammar.lastIndex;
    if (groups['blank'] === undefined) tokens.push({ ...token(groups), start, end });
    start = end;
  }
  return [...tokens, { kind: 'end', start, end: start }];
}

/** Each alternative decides on its first character and never looks back, so that the time is linear in the text. */
const grammar = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*)`,
    String.raw`"(?<double>[^"\\]*(?:\\(?:["'\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*)*)"`,
    String.raw`'(?<single>[^'\\]*(?:\\(?:["'\\/bfnrt]|u[0-9a-fA-F]{4})[^'\\]*)*)'`,
    String.raw`(?<number>0[xX][0-9a-fA-F]+(?!\w)|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w))`,
    String.raw`(?<parameter>@[A-Za-z_]\w*)`,
    String.raw`(?<word>[\p{L}_$][\p{L}\p{N}_$]*)`,
    String.raw`(?<symbol><=|>=|<>|!=|\?\?|\|\||<<|>>>|>>|[=<>+\-*/%&|^~?:,.()[\]{}])`,
  ].join('|'),
  'uy',
);

type Content = Token extends infer T ? (T extends Token ? Omit<T, 'start' | 'end'> : never) : never;

function token(groups: Readonly<Record<string, string | undefined>>): Content {
  const quoted = groups['double'] ?? groups['single'];
  if (quoted !== undefined) return { kind: 'string', value: unescaped(quoted) };
  if (groups['number'] !== undefined) return { kind: 'number', value: Number(groups['number']) };
  if (groups['parameter'] !== undefined) return { kind: 'parameter', name: groups['parameter'] };
  const word = groups['word'];
  if (word !== undefined) return { kind: 'word', text: word, keyword: word.toUpperCase() };
  return { kind: 'symbol', text: groups['symbol'] ?? '' };
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, escaped: string) =>
    escaped.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : (controls[escaped] ?? escaped),
  );
}
