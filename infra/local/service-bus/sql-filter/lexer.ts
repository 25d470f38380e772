import { LIMITS } from '../limits.ts';
import { syntaxError } from './syntax-error.ts';

export type Token =
  | { readonly kind: 'literal'; readonly value: string | number; readonly at: number }
  /** A keyword or a name; a quoted one is never a keyword. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number };

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<quoted>"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\])|(?<word>[\p{L}_@#$][\p{L}\p{N}_@#$-]*)|(?<symbol><>|!=|<=|>=|[=<>(),.;+\-*/%]))/uy;

/** The tokens of an SQL filter or action. */
export function tokenize(expression: string): Token[] {
  if (expression.length > LIMITS.sqlExpressionLength)
    throw syntaxError(`It is longer than ${LIMITS.sqlExpressionLength} characters.`, 0);
  const source = expression.trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(source);
    if (!match) throw syntaxError(`Unexpected '${source.slice(at, at + 10).trim()}'.`, at);
    tokens.push(toToken(match.groups ?? {}, at));
  }
  return tokens;
}

function toToken(groups: Record<string, string | undefined>, at: number): Token {
  const { text, number, quoted, word, symbol } = groups as Partial<
    Record<'text' | 'number' | 'quoted' | 'word' | 'symbol', string>
  >;
  if (text !== undefined) return { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'"), at };
  if (number !== undefined) return { kind: 'literal', value: Number(number), at };
  if (quoted !== undefined) return { kind: 'word', text: unquote(quoted), quoted: true, at };
  if (word !== undefined) return { kind: 'word', text: word, quoted: false, at };
  return { kind: 'symbol', text: symbol ?? '', at };
}

function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return quoted.startsWith('"') ? inner.replaceAll('""', '"') : inner.replaceAll(']]', ']');
}
