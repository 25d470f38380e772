import type { Token } from './lexer.ts';
import { syntaxError } from './syntax-error.ts';

/** Reads tokens one after the other. */
export interface Cursor {
  atEnd(): boolean;
  end(): void;
  /** Reads one of the symbols, if it comes next. */
  symbol<S extends string>(...texts: readonly S[]): S | undefined;
  expect(symbol: string): void;
  keyword(text: string): boolean;
  /** Reads a function's name and its opening parenthesis; for `NEWID` the closing one too. */
  call(name: 'NEWID' | 'PROPERTY' | 'P'): boolean;
  literal(): Extract<Token, { kind: 'literal' }> | undefined;
  word(): Extract<Token, { kind: 'word' }>;
  unexpected(): Error;
}

const RESERVED = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'LIKE', 'ESCAPE', 'NULL', 'EXISTS', 'TRUE', 'FALSE']);

export function cursor(tokens: readonly Token[]): Cursor {
  let at = 0;
  const next = () => tokens[at];
  const isKeyword = (token: Token | undefined, text: string) =>
    token?.kind === 'word' && !token.quoted && token.text.toUpperCase() === text;
  const isSymbol = (token: Token | undefined, text: string) => token?.kind === 'symbol' && token.text === text;

  function unexpected(): Error {
    const token = next();
    if (!token) return syntaxError('The expression ends too early.', tokens.at(-1)?.at ?? 0);
    return syntaxError(`Unexpected '${token.kind === 'literal' ? token.value : token.text}'.`, token.at);
  }

  function take(isWanted: boolean): boolean {
    if (isWanted) at++;
    return isWanted;
  }

  return {
    unexpected,
    atEnd: () => at >= tokens.length,
    end() {
      if (at < tokens.length) throw unexpected();
    },
    symbol(...texts) {
      const text = texts.find((candidate) => isSymbol(next(), candidate));
      take(text !== undefined);
      return text;
    },
    expect(symbol) {
      if (!take(isSymbol(next(), symbol))) throw unexpected();
    },
    keyword: (text) => take(isKeyword(next(), text)),
    call(name) {
      if (!isKeyword(next(), name) || !isSymbol(tokens[at + 1], '(')) return false;
      at += 2;
      if (name === 'NEWID' && !take(isSymbol(next(), ')'))) throw unexpected();
      return true;
    },
    literal() {
      const token = next();
      if (token?.kind !== 'literal') return undefined;
      at++;
      return token;
    },
    word() {
      const token = next();
      if (token?.kind !== 'word' || (!token.quoted && RESERVED.has(token.text.toUpperCase()))) throw unexpected();
      at++;
      return token;
    },
  };
}
