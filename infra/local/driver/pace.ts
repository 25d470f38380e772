import { setTimeout as pause } from 'node:timers/promises';
import type { DrivenClock } from '../clock/clock.ts';
import type { Driver } from './driver.ts';

const STEP_MS = 50;

export interface PaceOptions {
  /** Seconds of the driven clock per second of the wall, at most; less when there is more to do than time for it. */
  readonly pace: number;
  readonly signal: AbortSignal;
}

/** Lets time pass, no faster than the pace, until the signal aborts. */
export async function driveAtPace(driver: Driver, clock: DrivenClock, { pace, signal }: PaceOptions): Promise<void> {
  let last = performance.now();
  let time = clock.now();
  while (!signal.aborted) {
    await pause(STEP_MS, undefined, { signal }).catch(() => undefined);
    const now = performance.now();
    time += (now - last) * pace;
    last = now;
    await driver.runUntil(Math.floor(time));
  }
}
