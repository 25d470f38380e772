import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/time/clock.ts';

/** So many random bytes in hexadecimal. */
export type NewId = (bytes: number) => string;

/** On the wall. */
export const randomId: NewId = (bytes) => randomBytes(bytes).toString('hex');

/** For driven runs, so that a run which is repeated leaves the same behind: up to 32 bytes. */
export function repeatableIds(name: string, clock: Clock): NewId {
  let count = 0;
  return (bytes) =>
    createHash('sha256')
      .update(`${name} ${clock.now()} ${count++}`)
      .digest('hex')
      .slice(0, bytes * 2);
}

/** 16 bytes in the form of a GUID. */
export function guid(newId: NewId): string {
  const hex = newId(16);
  return [0, 8, 12, 16, 20].map((start, index, starts) => hex.slice(start, starts[index + 1])).join('-');
}
