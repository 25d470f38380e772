import { LRUCache } from 'lru-cache';
import { limits } from '../limits.ts';
import { TooMuchWork } from './too-much-work.ts';

/**
 * LIKE: `%` stands for any characters, `_` for one, `[a-z]` and `[^a-z]` for one of a set, and what follows the escape character for itself; an empty one means none.
 * Only the last `%` is ever taken back, so that the time is at most the product of both lengths. Throws {@link TooMuchWork} for a product too large.
 */
export function like(text: string, pattern: string, escapeCharacter: string): boolean {
  const elements = compiled(pattern, escapeCharacter);
  if (text.length * elements.length > limits.likeComparisons)
    throw new TooMuchWork('LIKE compares too long a text with too long a pattern.');
  let [position, index] = [0, 0];
  let retry: { position: number; index: number } | undefined;
  while (position < text.length) {
    const element = elements[index];
    if (element === anyCharacters) {
      index += 1;
      retry = { position, index };
    } else if (element?.(text.charAt(position))) {
      position += 1;
      index += 1;
    } else if (retry) {
      retry = { position: retry.position + 1, index: retry.index };
      ({ position, index } = retry);
    } else {
      return false;
    }
  }
  return elements.slice(index).every((element) => element === anyCharacters);
}

type Element = (character: string) => boolean;

const anyCharacters: Element = () => true;
const anyCharacter: Element = () => true;

const cache = new LRUCache<string, readonly Element[]>({ max: 100 });

function compiled(pattern: string, escapeCharacter: string): readonly Element[] {
  const key = `${escapeCharacter}\u0000${pattern}`;
  const elements = cache.get(key) ?? parse(pattern, escapeCharacter);
  cache.set(key, elements);
  return elements;
}

function parse(pattern: string, escapeCharacter: string): Element[] {
  const elements: Element[] = [];
  let position = 0;
  while (position < pattern.length) {
    const character = pattern.charAt(position);
    set.lastIndex = position;
    const bracket = character === '[' && character !== escapeCharacter ? set.exec(pattern) : null;
    if (character === escapeCharacter) {
      elements.push(equal(pattern.charAt(position + 1)));
      position += 2;
    } else if (bracket) {
      elements.push(oneOf(bracket[2] ?? '', bracket[1] === '^'));
      position += bracket[0].length;
    } else {
      elements.push(character === '%' ? anyCharacters : character === '_' ? anyCharacter : equal(character));
      position += 1;
    }
  }
  return elements;
}

const set = /\[(\^?)([^\]]+)\]/y;

function equal(wanted: string): Element {
  return (character) => character === wanted;
}

function oneOf(members: string, negated: boolean): Element {
  const ranges = [...members.matchAll(/(.)-(.)|(.)/gs)].map(
    ([, low, high, single]) => [low ?? single ?? '', high ?? single ?? ''] as const,
  );
  return (character) => ranges.some(([low, high]) => character >= low && character <= high) !== negated;
}
