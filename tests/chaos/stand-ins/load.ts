/** What a stand-in has done wrong over all kills, beside what it has acknowledged. */
export interface Findings {
  acknowledged: number;
  /** Acknowledged, and gone. */
  lost: number;
  /** Acknowledged, and an older state is there. */
  stale: number;
  /** Removed, and back; or there twice. */
  resurrected: number;
}

/** Clients that keep a stand-in busy and remember what it has acknowledged. */
export interface Load {
  readonly findings: Findings;
  /** Works until `stop`; whatever fails after that is in doubt, and whatever fails before is an error. */
  start(address: string): Work;
  /** Compares what is there with what was acknowledged, and takes it as known from now on. */
  check(address: string): Promise<void>;
}

export interface Work {
  /** Says that the stand-in is about to die. */
  stop(): void;
  /** Resolves when no client works any more. */
  readonly ended: Promise<void>;
}

export const noFindings = (): Findings => ({ acknowledged: 0, lost: 0, stale: 0, resurrected: 0 });

/** Runs clients, each one step after the other, until they are stopped. */
export function work(clients: readonly (() => Promise<void>)[], close: () => void): Work {
  let stopped = false;
  async function run(step: () => Promise<void>): Promise<void> {
    while (!stopped) {
      try {
        await step();
      } catch (error) {
        if (!stopped) throw error;
      }
    }
  }
  const ended = Promise.all(clients.map(run)).then(close);
  // Whoever waits for the end hears of it; until then it is nobody's.
  ended.catch(() => undefined);
  return {
    stop() {
      stopped = true;
    },
    ended,
  };
}
