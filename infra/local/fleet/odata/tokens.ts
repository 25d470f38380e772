import { badRequest } from '../graph/errors.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'moment' | 'guid' | 'sign';
  /** Of a quoted text what stands between the quotes, doubled quotes made single. */
  readonly text: string;
  readonly at: number;
}

const patterns = [
  ['text', /'(?:[^']|'')*'/y],
  ['guid', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy],
  ['moment', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['word', /[A-Za-z_@][\w.@/$]*/y],
  ['sign', /[(),:]/y],
] as const;

/** Splits OData text into its tokens. @throws {GraphError} 400 */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') at += 1;
    else {
      const token = tokenAt(text, at);
      found.push(token.token);
      at = token.end;
    }
  }
  return found;
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly end: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match === undefined) continue;
    const inner = kind === 'text' ? match.slice(1, -1).replaceAll("''", "'") : match;
    return { token: { kind, text: inner, at }, end: at + match.length };
  }
  throw badRequest(`Syntax error: character '${text[at]}' is not valid at position ${at} in '${text}'.`);
}
