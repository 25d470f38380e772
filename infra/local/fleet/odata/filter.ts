import { badRequest } from '../graph/errors.ts';
import { type Token, tokens } from './tokens.ts';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextTest = 'startswith' | 'endswith' | 'contains';

/** What the right side of a comparison is; a moment is milliseconds since 1970. */
export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'moment'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

/** A `$filter`, read. Paths are property names joined with a slash. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Comparison; readonly literal: Literal }
  | { readonly kind: 'in'; readonly path: string; readonly literals: readonly Literal[] }
  | { readonly kind: 'test'; readonly path: string; readonly test: TextTest; readonly literal: Literal }
  | { readonly kind: 'any'; readonly path: string; readonly variable: string; readonly of: Filter }
  | { readonly kind: 'isof'; readonly type: string };

const MOST_TOKENS = 500;

/** @throws {GraphError} 400 when the text is no filter */
export function parseFilter(text: string): Filter {
  const list = tokens(text);
  if (list.length > MOST_TOKENS) throw badRequest('Invalid filter clause: The filter is too complex.');
  let at = 0;

  const peek = (): Token | undefined => list[at];
  const isWord = (word: string) => peek()?.kind === 'word' && peek()?.text === word;
  const isSign = (sign: string) => peek()?.kind === 'sign' && peek()?.text === sign;

  function refuse(): never {
    const found = peek();
    throw badRequest(
      found
        ? `Invalid filter clause: Syntax error at position ${found.at} in '${text}'.`
        : `Invalid filter clause: '${text}' ends too early.`,
    );
  }

  function take(kind: Token['kind']): string {
    const token = peek();
    if (token?.kind !== kind) return refuse();
    at += 1;
    return token.text;
  }

  function sign(expected: string): void {
    if (!isSign(expected)) refuse();
    at += 1;
  }

  function or(): Filter {
    let left = and();
    while (isWord('or')) {
      at += 1;
      left = { kind: 'or', left, right: and() };
    }
    return left;
  }

  function and(): Filter {
    let left = unary();
    while (isWord('and')) {
      at += 1;
      left = { kind: 'and', left, right: unary() };
    }
    return left;
  }

  function unary(): Filter {
    if (isWord('not')) {
      at += 1;
      return { kind: 'not', of: unary() };
    }
    if (!isSign('(')) return simple();
    at += 1;
    const inner = or();
    sign(')');
    return inner;
  }

  function simple(): Filter {
    const name = take('word');
    if (name === 'isof') return within(() => ({ kind: 'isof', type: take('text') }));
    if (isTextTest(name))
      return within(() => {
        const path = take('word');
        sign(',');
        return { kind: 'test', path, test: name, literal: literal() };
      });
    if (name.endsWith('/any')) return within(() => any(name.slice(0, -'/any'.length)));
    const operator = take('word');
    if (operator === 'in') return { kind: 'in', path: name, literals: literals() };
    if (!isComparison(operator)) throw badRequest(`Invalid filter clause: '${operator}' is no operator.`);
    return { kind: 'compare', path: name, operator, literal: literal() };
  }

  function any(path: string): Filter {
    const variable = take('word');
    sign(':');
    return { kind: 'any', path, variable, of: or() };
  }

  function within(inner: () => Filter): Filter {
    sign('(');
    const filter = inner();
    sign(')');
    return filter;
  }

  function literals(): Literal[] {
    sign('(');
    const found = [literal()];
    while (isSign(',')) {
      at += 1;
      found.push(literal());
    }
    sign(')');
    return found;
  }

  function literal(): Literal {
    const token = peek() ?? refuse();
    at += 1;
    switch (token.kind) {
      case 'text':
        return { kind: 'text', value: token.text };
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'moment':
        return { kind: 'moment', value: Date.parse(token.text) };
      case 'guid':
        return { kind: 'text', value: token.text };
      case 'word':
        if (token.text === 'true' || token.text === 'false') return { kind: 'boolean', value: token.text === 'true' };
        if (token.text === 'null') return { kind: 'null' };
        break;
      case 'sign':
        break;
    }
    at -= 1;
    return refuse();
  }

  const filter = or();
  if (peek()) refuse();
  return filter;
}

const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] satisfies Comparison[];
const textTests: readonly string[] = ['startswith', 'endswith', 'contains'] satisfies TextTest[];

const isComparison = (word: string): word is Comparison => comparisons.includes(word);
const isTextTest = (word: string): word is TextTest => textTests.includes(word);
