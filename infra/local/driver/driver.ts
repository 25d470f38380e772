import type { DrivenClock } from '../clock/clock.ts';
import type { RunningService } from '../supervisor/running-service.ts';

/** Makes time pass for services that do nothing by themselves. The same start and the same calls give the same run. */
export interface Driver {
  /** Goes round until a round moves nothing. Returns the number of rounds. */
  settle(): Promise<number>;
  /** Settles, jumps to the next thing that is due, settles … until the clock stands at `time`. */
  runUntil(time: number): Promise<void>;
}

export interface DriverOptions {
  readonly clock: DrivenClock;
  /** What takes part at this moment: services, and what else acts by itself. */
  readonly services: () => Iterable<Participant>;
  /** Rounds after which a load that never settles is an error: something feeds itself. */
  readonly mostRounds?: number;
}

/** Whoever has things to do as time passes. */
export type Participant = Pick<RunningService, 'name' | 'round'>;

/** The services kept each other busy without end, at one moment of the clock. */
export class NeverQuiet extends Error {
  readonly code = 'never-quiet';
}

export function openDriver({ clock, services, mostRounds = 10_000 }: DriverOptions): Driver {
  /** When the next participant wants to be asked again, as they said in the last round. */
  let due = Number.POSITIVE_INFINITY;

  async function round(): Promise<number> {
    let total = 0;
    due = Number.POSITIVE_INFINITY;
    const inOrder = [...services()].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const service of inOrder) {
      const { moved, next = Number.POSITIVE_INFINITY } = await service.round(clock.now());
      due = Math.min(due, next);
      total += moved;
    }
    return total;
  }

  async function settle(): Promise<number> {
    for (let rounds = 1; rounds <= mostRounds; rounds++) if ((await round()) === 0) return rounds;
    throw new NeverQuiet(`Still not quiet after ${mostRounds} rounds at ${iso(clock.now())}.`);
  }

  const next = () => Math.min(due, clock.next() ?? Number.POSITIVE_INFINITY);

  return {
    settle,
    async runUntil(time) {
      await settle();
      for (let moment = next(); moment <= time; moment = next()) {
        if (moment < clock.now()) throw new NeverQuiet(`Quiet, yet something is due since ${iso(moment)}.`);
        clock.jumpTo(moment);
        await settle();
      }
      clock.jumpTo(time);
      await settle();
    },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
