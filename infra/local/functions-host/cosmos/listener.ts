import type { CosmosDBTrigger } from '../bindings/cosmos-db.ts';
import type { HostedFunction } from '../bindings/functions.ts';
import type { Connections } from '../connections.ts';
import { createFault, type Fault } from '../fault.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { type FeedSource, openSource } from './containers.ts';
import { createRounds, type Rounds } from './driven.ts';
import { type Feed, openFeed } from './feed.ts';
import { acquireLease, type Lease } from './lease.ts';
import { endLeaseOwner, newLeaseOwner } from './lease-owner.ts';
import { pumpFeed } from './pump.ts';
import { createWaker, type OnCommit, type Waker } from './waker.ts';

/** A range of the feed while its lease is held. */
export interface HeldFeed {
  readonly lease: Lease;
  readonly feed: Feed;
  readonly waker: Waker;
}

/** What the two ways of reading a feed, by itself and in rounds, share. */
export interface FeedContext {
  readonly source: FeedSource;
  /** Undefined when another host holds the lease of that range. */
  hold(index: number): Promise<HeldFeed | undefined>;
}

/** Brings the changes of one container to its function. */
export function listenToCosmosDB(
  hosted: HostedFunction<CosmosDBTrigger>,
  connections: Connections,
  context: ListenerContext,
  onCommit: OnCommit | undefined,
): Listener {
  const { trigger, name } = hosted;
  const fault: Fault = createFault(
    `Cosmos DB "${trigger.connectionName}", ${trigger.databaseName}/${trigger.containerName}`,
    (level, message) => context.log(name, level, message),
  );
  const owner = newLeaseOwner();
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let rounds: Rounds | undefined;

  async function open(): Promise<FeedContext> {
    const source = await openSource(trigger, connections);
    const store = { container: source.leases, owner, settings: trigger.lease };
    return {
      source,
      async hold(index) {
        const range = source.ranges[index];
        const lease = range && (await acquireLease(store, leaseId(trigger, index)));
        if (!lease) return undefined;
        const feed = openFeed(hosted, source.container, range, lease, context);
        return { lease, feed, waker: createWaker(stopping.signal, trigger, onCommit) };
      },
    };
  }

  return {
    functionName: name,
    get fault() {
      return fault.text;
    },
    async start() {
      if (context.mode === 'wall') running = pumpFeed({ open, trigger, fault, stopping: stopping.signal });
      else rounds = createRounds(await open(), context.clock);
    },
    round: async () => rounds?.round() ?? 0,
    async stop() {
      stopping.abort();
      await running;
      await rounds?.release();
    },
    async kill() {
      endLeaseOwner(owner);
      stopping.abort();
    },
  };
}

/** Functions that read one container with the same prefix share its leases, as in Azure. */
export function leaseId({ databaseName, containerName, lease }: CosmosDBTrigger, index: number): string {
  return `${lease.containerPrefix}${databaseName}_${containerName}..${index}`;
}
