import { setTimeout as pause } from 'node:timers/promises';
import type { DrivenClock } from '../clock/clock.ts';
import type { PacedClock } from '../fleet/control/paced-clock.ts';
import type { Driver } from './driver.ts';

/** A driven clock that goes on with the wall, so many times as fast, and can be stopped and sent forward. */
export interface Pace extends PacedClock {
  /** How far it may have gone by this moment of the wall. */
  allowed(): number;
}

/** Time that the wall spent on work beyond this is lost to the driven clock: it goes slower then, and never in leaps. */
const LONGEST_WAIT_MS = 100;

/** The pace is in seconds of the driven clock per second of the wall, at most. */
export function openPace(clock: DrivenClock, firstPace: number): Pace {
  let pace = firstPace;
  let last = performance.now();
  let target = clock.now();

  function allowed(): number {
    const now = performance.now();
    target = Math.max(target, clock.now()) + Math.min(now - last, LONGEST_WAIT_MS) * pace;
    last = now;
    return target;
  }

  return {
    now: () => clock.now(),
    allowed,
    get pace() {
      return pace;
    },
    setPace(next) {
      // What was allowed and has not come to pass is forgotten: a pause holds at once.
      target = clock.now();
      last = performance.now();
      pace = next;
    },
    step(milliseconds) {
      target = Math.max(target, clock.now()) + milliseconds;
    },
  };
}

export interface PaceOptions {
  readonly clock: DrivenClock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Called before the clock goes on to a moment. */
  readonly onward?: (time: number) => void;
}

const STEP_MS = 50;
/** Orders to stop are heard at least so often. */
const LONGEST_LEAP_MS = 10 * 60_000;

/** Lets time pass until the signal aborts, and does what is due while the clock stands, too. Rejects when the driver does. */
export async function driveAtPace(driver: Driver, { clock, pace, signal, onward }: PaceOptions): Promise<void> {
  while (!signal.aborted) {
    const allowed = Math.floor(pace.allowed());
    const time = Math.max(Math.min(allowed, clock.now() + LONGEST_LEAP_MS), clock.now());
    onward?.(time);
    await driver.runUntil(time);
    if (time >= allowed) await pause(STEP_MS, undefined, { signal }).catch(() => undefined);
  }
}
