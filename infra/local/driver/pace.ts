import { setTimeout as pause } from 'node:timers/promises';
import type { DrivenClock } from '../clock/clock.ts';
import type { Driver } from './driver.ts';

const STEP_MS = 50;

/** Lets time pass at no more than `pace` seconds per second of the wall, until the signal aborts. */
export async function driveAtPace(
  driver: Driver,
  clock: DrivenClock,
  pace: number,
  signal: AbortSignal,
): Promise<void> {
  let last = performance.now();
  while (!signal.aborted) {
    await pause(STEP_MS);
    const elapsed = performance.now() - last;
    last += elapsed;
    await driver.runUntil(clock.now() + Math.floor(elapsed * pace));
  }
}
