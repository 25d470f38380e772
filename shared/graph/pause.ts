import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../time/clock.ts';

/** Nothing sleeps longer inside an invocation: it would be paid for, and hold up the batch. */
const LONGEST_MS = 2_000;
const GLIMPSE_MS = 5;

/**
 * Sleeps until the clock shows `at`. False, without having slept, when that is more than two seconds away, or when the
 * clock stands still: a driven clock goes on only after this invocation.
 */
export async function pauseUntil(clock: Clock, at: number): Promise<boolean> {
  for (let wait = at - clock.now(); wait > 0; wait = at - clock.now()) {
    if (wait > LONGEST_MS) return false;
    const before = clock.now();
    await sleep(GLIMPSE_MS);
    if (clock.now() === before) return false;
    await sleep(Math.max(at - clock.now(), 0));
  }
  return true;
}
