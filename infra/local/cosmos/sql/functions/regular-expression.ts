import { createContext, Script } from 'node:vm';
import { LRUCache } from 'lru-cache';
import { limits } from '../limits.ts';
import { TooMuchWork } from './too-much-work.ts';

/**
 * RegexMatch: whether `text` holds a match; undefined for an invalid expression or unknown modifiers (`m`, `s`, `i`, `x`).
 * What could backtrack for long runs under a deadline that V8 checks meanwhile, so that no expression can hold the process.
 * Throws {@link TooMuchWork}.
 */
export function regexMatch(text: string, pattern: string, modifiers: string): boolean | undefined {
  const compiled = compile(pattern, modifiers);
  if (!compiled) return undefined;
  const { expression, choices } = compiled;
  // A deadline costs a tenth of a millisecond: more than most matches.
  const mostSteps = Math.max(2, text.length) ** (1 + choices);
  return mostSteps <= 1_000_000 ? expression.test(text) : matchInTime(expression, text);
}

interface Compiled {
  readonly expression: RegExp;
  /** At most so many points where a match can go on in several ways; infinite where these can multiply. */
  readonly choices: number;
}

const sandbox: { expression?: RegExp; text?: string } = {};
const context = createContext(sandbox);
const match = new Script('expression.test(text)');

function matchInTime(expression: RegExp, text: string): boolean {
  Object.assign(sandbox, { expression, text });
  try {
    return Boolean(match.runInContext(context, { timeout: limits.regexMilliseconds }));
  } catch (error) {
    const message = `The regular expression ran for more than ${limits.regexMilliseconds} ms.`;
    throw new TooMuchWork(message, { cause: error });
  }
}

const cache = new LRUCache<string, { readonly compiled: Compiled | undefined }>({ max: 100 });

function compile(pattern: string, modifiers: string): Compiled | undefined {
  const key = `${modifiers}/${pattern}`;
  const known = cache.get(key) ?? { compiled: translate(pattern, modifiers) };
  cache.set(key, known);
  return known.compiled;
}

function translate(pattern: string, modifiers: string): Compiled | undefined {
  if (!/^[msix]*$/.test(modifiers)) return undefined;
  const source = modifiers.includes('x') ? withoutBlanks(pattern) : pattern;
  const flags = [...new Set(modifiers)].filter((modifier) => modifier !== 'x').join('');
  try {
    return { expression: new RegExp(source, flags), choices: choicesOf(source) };
  } catch {
    return undefined;
  }
}

function choicesOf(source: string): number {
  const hasQuantifiedGroup = /\)[*+?{]/.test(source);
  return hasQuantifiedGroup ? Number.POSITIVE_INFINITY : (source.match(/[*+?{|]/g) ?? []).length;
}

/** Modifier `x`: blanks and comments outside of classes and escapes mean nothing. */
function withoutBlanks(pattern: string): string {
  return pattern.replace(/(\\.|\[(?:\\.|[^\]\\])*\])|\s+|#[^\n]*/gs, (_, kept: string | undefined) => kept ?? '');
}
