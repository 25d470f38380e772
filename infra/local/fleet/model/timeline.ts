import type { Agenda } from './agenda.ts';
import type { EventQueue } from './event-queue.ts';
import type { Happening } from './happenings.ts';

/** The time a fleet has reached, and how it goes on. */
export interface Timeline {
  now(): number;
  /** Goes on to `time`, in order of time; does nothing when it has been reached. */
  advanceTo(time: number): void;
  /** When something is next to happen; undefined when nothing is. */
  next(): number | undefined;
  /** Another moment, to which the state has been restored. */
  reset(time: number): void;
}

export interface TimelineParts {
  readonly start: number;
  readonly agenda: Agenda;
  readonly queue: EventQueue;
  step(device: number, time: number): void;
  happen(happening: Happening, time: number): void;
}

export function createTimeline({ start, agenda, queue, step, happen }: TimelineParts): Timeline {
  let now = start;
  return {
    now: () => now,
    advanceTo(time) {
      for (let due = agenda.take(time); due; due = agenda.take(time)) {
        queue.drain(due.time, step);
        now = Math.max(now, due.time);
        happen(due.happening, due.time);
      }
      queue.drain(time, step);
      now = Math.max(now, time);
    },
    next() {
      const times = [agenda.next(), queue.next()].filter((time) => time !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    reset(time) {
      now = time;
    },
  };
}
