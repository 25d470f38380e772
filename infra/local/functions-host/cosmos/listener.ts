import { type CosmosDBTrigger, leaseName } from '../bindings/cosmos-db.ts';
import type { HostedFunction } from '../bindings/functions.ts';
import type { Connections } from '../connections.ts';
import { createFault } from '../fault.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { openSource } from './containers.ts';
import { createRounds, type Rounds } from './driven.ts';
import { openFeed } from './feed.ts';
import type { FeedContext } from './feed-context.ts';
import { acquireLease } from './lease.ts';
import { endLeaseOwner, newLeaseOwner } from './lease-owner.ts';
import { pumpFeed } from './pump.ts';
import { createWaker, type OnCommit } from './waker.ts';

/** Brings the changes of one container to its function. */
export function listenToCosmosDB(
  hosted: HostedFunction<CosmosDBTrigger>,
  connections: Connections,
  context: ListenerContext,
  onCommit: OnCommit | undefined,
): Listener {
  const { trigger, name } = hosted;
  const fault = createFault(
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
        const lease = range && (await acquireLease(store, `${leaseName(trigger)}..${index}`));
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
      if (context.mode === 'wall')
        running = pumpFeed({ open, trigger, fault, stopping: stopping.signal }).catch(fault.raise);
      else rounds = createRounds(await open(), context.clock);
    },
    get mayMove() {
      return rounds?.mayMove ?? false;
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
