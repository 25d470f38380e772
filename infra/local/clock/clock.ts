import type { Clock } from '../../../shared/time/clock.ts';
import { lazyHeap } from './heap.ts';

/** A clock that also says when a moment has come. */
export interface Alarm extends Clock {
  /**
   * Calls `ring` once, as soon as the clock has reached `time` (milliseconds since 1970), and never within this call.
   * Returns what cancels it.
   */
  at(time: number, ring: () => void): () => void;
}

/** A clock that stands still until it is told to go on. */
export interface DrivenClock extends Alarm {
  /** The moment of the next alarm, or undefined when none is set. */
  next(): number | undefined;
  /**
   * Moves the clock and rings, in order of time, all that has come due.
   * @throws RangeError when `time` lies before now
   */
  jumpTo(time: number): void;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The wall. Alarms do not keep the process alive. */
export const wallClock: Alarm = {
  now: () => Date.now(),
  at(time, ring) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const wait = Math.min(Math.max(time - Date.now(), 0), LONGEST_TIMEOUT_MS);
      // A timer may be early by a millisecond, and the wall may have been set back.
      timer = setTimeout(() => (Date.now() < time ? arm() : ring()), wait).unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

interface SetAlarm {
  readonly time: number;
  readonly order: number;
  readonly ring: () => void;
}

/** Alarms of one moment ring in the order in which they were set, so a driven run is repeatable. */
export function drivenClock(start: number): DrivenClock {
  let now = start;
  let count = 0;
  const waiting = new Set<SetAlarm>();
  const alarms = lazyHeap<SetAlarm>(
    (a, b) => a.time < b.time || (a.time === b.time && a.order < b.order),
    (alarm) => waiting.has(alarm),
  );

  return {
    now: () => now,
    at(time, ring) {
      const alarm = { time, order: count++, ring };
      waiting.add(alarm);
      alarms.push(alarm);
      return () => {
        if (waiting.delete(alarm)) alarms.bury();
      };
    },
    next: () => alarms.peek()?.time,
    jumpTo(time) {
      if (!(time >= now)) throw new RangeError(`The clock cannot go back from ${now} to ${time}.`);
      for (let due = alarms.peek(); due && due.time <= time; due = alarms.peek()) {
        alarms.pop();
        waiting.delete(due);
        now = Math.max(now, due.time);
        due.ring();
      }
      // An alarm may have driven the clock on.
      now = Math.max(now, time);
    },
  };
}
