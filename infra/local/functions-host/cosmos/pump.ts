import type { CosmosDBTrigger } from '../bindings/cosmos-db.ts';
import type { Fault } from '../fault.ts';
import { pause } from '../pause.ts';
import { whenReachable } from '../when-reachable.ts';
import type { FeedContext, HeldFeed } from './feed-context.ts';

export interface PumpContext {
  open(): Promise<FeedContext>;
  readonly trigger: CosmosDBTrigger;
  readonly fault: Fault;
  readonly stopping: AbortSignal;
}

/** Reads every range of a feed by itself until it is stopped; leases are handed back at the end. */
export async function pumpFeed(context: PumpContext): Promise<void> {
  const { open, stopping } = context;
  while (!stopping.aborted) {
    const feeds = await whenReachable(context, open);
    if (feeds) await Promise.all(feeds.source.ranges.map((_, index) => pumpRange(context, feeds, index)));
  }
}

async function pumpRange(context: PumpContext, feeds: FeedContext, index: number): Promise<void> {
  const { trigger, fault, stopping } = context;
  while (!stopping.aborted) {
    const held = await whenReachable(context, () => feeds.hold(index));
    if (!held) {
      await pause(trigger.lease.acquireInterval, stopping);
      continue;
    }
    await whenReachable(context, () => pumpHeld(context, held));
    held.waker.close();
    await held.lease.release().catch(fault.raise);
  }
}

async function pumpHeld({ trigger, fault, stopping }: PumpContext, { lease, feed, waker }: HeldFeed): Promise<void> {
  const renewal = setInterval(() => void lease.renew().catch(fault.raise), trigger.lease.renewInterval);
  try {
    while (!stopping.aborted && !lease.lost) {
      waker.takeNews();
      const step = await feed.step();
      fault.clear();
      if (step.kind === 'idle') await waker.sleep(trigger.feedPollDelay);
      if (step.kind === 'again') await pause(step.delay, stopping);
    }
  } finally {
    clearInterval(renewal);
  }
}
