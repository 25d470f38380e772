import type { Alarm } from '../../clock/clock.ts';
import type { FeedContext, HeldFeed } from './feed-context.ts';
import type { Waker } from './waker.ts';

export interface Rounds {
  /** Whether a round may find a page. */
  readonly mayMove: boolean;
  /** One page of each range; answers how many documents were handled. */
  round(): Promise<number>;
  /** Hands the leases back. */
  release(): Promise<void>;
}

/** Reads a feed when it is asked to. A page that failed waits for its next attempt on the driven clock. */
export function createRounds(context: FeedContext, clock: Alarm): Rounds {
  const lanes = context.source.ranges.map((_, index) => createLane(context, index, clock));
  return {
    get mayMove() {
      return lanes.some((lane) => lane.mayMove);
    },
    async round() {
      let handled = 0;
      for (const lane of lanes) handled += await lane.round();
      return handled;
    },
    async release() {
      for (const lane of lanes) await lane.release();
    },
  };
}

function createLane(context: FeedContext, index: number, clock: Alarm): Rounds {
  let held: HeldFeed | undefined;
  let resting = false;

  async function step({ feed, waker }: HeldFeed): Promise<number> {
    const outcome = await feed.step();
    switch (outcome.kind) {
      case 'idle':
        return 0;
      case 'handled':
        // The next page may lie there already.
        waker.wake();
        return outcome.documents;
      case 'again':
        rest(outcome.delay, waker);
        return 1;
    }
  }

  function rest(delay: number, waker: Waker): void {
    resting = true;
    clock.at(clock.now() + delay, () => {
      resting = false;
      waker.wake();
    });
  }

  return {
    get mayMove() {
      return !held || held.lease.lost || (!resting && held.waker.hasNews);
    },
    async round() {
      if (held?.lease.lost) held = undefined;
      held ??= await context.hold(index);
      if (!held || resting || !held.waker.takeNews()) return 0;
      try {
        return await step(held);
      } catch (error) {
        held.waker.wake();
        throw error;
      }
    },
    async release() {
      await held?.lease.release();
    },
  };
}
