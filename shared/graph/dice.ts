import { createHash } from 'node:crypto';

/** A number from 0 to 1 that is the same for the same words: jitter that a driven run can repeat. */
export function dice(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE() / 2 ** 32;
}
