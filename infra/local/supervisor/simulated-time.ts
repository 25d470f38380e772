import { type DrivenClock, drivenClock } from '../clock/clock.ts';
import { openDriver, type Participant } from '../driver/driver.ts';
import { driveAtPace, openPace, type Pace } from '../driver/pace.ts';
import { messageOf } from '../functions-host/errors.ts';
import { smallFile } from '../store/small-file.ts';

/** The time of everything on this machine where the fleet is simulated. It goes on from where it was at the last start. */
export interface SimulatedTime {
  readonly clock: DrivenClock;
  /** It stands until it is given a pace; what is due is done all the same. */
  readonly pace: Pace;
  /** Lets it pass for those who take part. Returns what ends that. */
  pass(participants: () => Iterable<Participant>): () => Promise<void>;
}

export interface SimulatedTimeOptions {
  /** File that remembers it. */
  readonly file: string;
  /** When it begins at the first start, in milliseconds since 1970. */
  readonly start: number;
  readonly say: (line: string) => void;
}

export function openSimulatedTime({ file: path, start, say }: SimulatedTimeOptions): SimulatedTime {
  const file = smallFile<{ readonly time: string }>(path);
  const left = file.read();
  const clock = drivenClock(left === undefined ? start : Date.parse(left.time));
  const pace = openPace(clock, 0);
  let written: number | undefined;

  /** Before it is that late: nobody's memory may be ahead of the clock after a crash. */
  function onward(time: number): void {
    if (time !== written) file.write({ time: new Date(time).toISOString() });
    written = time;
  }

  async function drive(participants: () => Iterable<Participant>, signal: AbortSignal): Promise<void> {
    const driver = openDriver({ clock, services: participants });
    while (!signal.aborted)
      await driveAtPace(driver, { clock, pace, signal, onward }).catch((error) => say(messageOf(error)));
  }

  return {
    clock,
    pace,
    pass(participants) {
      const stopped = new AbortController();
      const driving = drive(participants, stopped.signal);
      return async () => {
        stopped.abort();
        await driving;
      };
    },
  };
}
