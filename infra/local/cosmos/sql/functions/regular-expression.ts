import { createContext, Script } from 'node:vm';
import { LRUCache } from 'lru-cache';
import { limits } from '../limits.ts';

/** Thrown when a regular expression backtracks for too long. */
export class RegexTimeout extends Error {
  override readonly name = 'RegexTimeout';
}

/**
 * RegexMatch: whether `text` holds a match; undefined for an invalid expression or unknown modifiers (`m`, `s`, `i`, `x`).
 * V8 checks a deadline while it backtracks, so that no expression can hold the process. Throws {@link RegexTimeout}.
 */
export function regexMatch(text: string, pattern: string, modifiers: string): boolean | undefined {
  const expression = compiled(pattern, modifiers);
  if (!expression) return undefined;
  sandbox.expression = expression;
  sandbox.text = text;
  try {
    return Boolean(match.runInContext(context, { timeout: limits.regexMilliseconds }));
  } catch (error) {
    throw new RegexTimeout(`The regular expression ran for more than ${limits.regexMilliseconds} ms.`, {
      cause: error,
    });
  }
}

const sandbox: { expression?: RegExp; text?: string } = {};
const context = createContext(sandbox);
const match = new Script('expression.test(text)');

const cache = new LRUCache<string, { readonly expression: RegExp | undefined }>({ max: 100 });

function compiled(pattern: string, modifiers: string): RegExp | undefined {
  const key = `${modifiers}/${pattern}`;
  const known = cache.get(key) ?? { expression: translated(pattern, modifiers) };
  cache.set(key, known);
  return known.expression;
}

function translated(pattern: string, modifiers: string): RegExp | undefined {
  if (!/^[msix]*$/.test(modifiers)) return undefined;
  const source = modifiers.includes('x') ? withoutBlanks(pattern) : pattern;
  const flags = [...new Set(modifiers)].filter((modifier) => modifier !== 'x').join('');
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Modifier `x`: blanks and comments outside of classes and escapes mean nothing. */
function withoutBlanks(pattern: string): string {
  return pattern.replace(/(\\.|\[(?:\\.|[^\]\\])*\])|\s+|#[^\n]*/gs, (_, kept: string | undefined) => kept ?? '');
}
