import type { Clock } from '../../../../shared/time/clock.ts';

/** A clock that runs with the wall, so many times as fast, and that can be stopped and set forward. */
export interface PacedClock extends Clock {
  /** Seconds per second of the wall; 0 while it stands. */
  readonly pace: number;
  setPace(pace: number): void;
  /** Sets it forward. */
  step(milliseconds: number): void;
}

export function pacedClock(start: number, firstPace: number, wall: () => number = () => Date.now()): PacedClock {
  let from = { time: start, wall: wall() };
  let pace = firstPace;
  const now = () => Math.floor(from.time + (wall() - from.wall) * pace);
  const goOnFrom = (time: number) => {
    from = { time, wall: wall() };
  };
  return {
    now,
    get pace() {
      return pace;
    },
    setPace(next) {
      goOnFrom(now());
      pace = next;
    },
    step: (milliseconds) => goOnFrom(now() + milliseconds),
  };
}
