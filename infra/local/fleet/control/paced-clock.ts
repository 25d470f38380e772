import type { Clock } from '../../../../shared/time/clock.ts';

/** A clock that runs at a pace, and that can be stopped and set forward. */
export interface PacedClock extends Clock {
  /** Seconds per second of the wall; 0 while it stands. */
  readonly pace: number;
  setPace(pace: number): void;
  /** Sets it forward. */
  step(milliseconds: number): void;
}
