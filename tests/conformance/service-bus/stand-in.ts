import type { ServiceBusClient } from '@azure/service-bus';
import { type ServiceBus, type ServiceBusOptions, startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import type { Change, Store } from '../../../infra/local/store/store.ts';
import { withClients } from './fixture.ts';

export interface StandIn {
  readonly bus: ServiceBus;
  readonly client: ServiceBusClient;
  impatient(timeoutInMs: number): ServiceBusClient;
}

const QUEUES = {
  queues: { q: { lockDuration: 'PT0.5S', maxDeliveryCount: 3 }, sq: { requiresSession: true } },
  topics: {},
} as const;

/** Starts a stand-in of its own for as long as `use` runs: the queue `q` with locks of half a second, and `sq` with sessions. */
export async function withStandIn<T>(
  options: Partial<ServiceBusOptions>,
  use: (standIn: StandIn) => Promise<T>,
): Promise<T> {
  const bus = await startServiceBus({ topology: QUEUES, allowShortLocks: true, ...options });
  try {
    return await withClients(bus.connectionString, (client, impatient) => use({ bus, client, impatient }));
  } finally {
    await bus.close().catch(() => undefined); // a broker whose disk has failed says so once more
  }
}

/** A store that outlives the broker, and can be told to refuse. */
export function testStore(): Store & { fail(reason: Error): void } {
  const entries = new Map<string, string>();
  let failure: Error | undefined;
  return {
    fail(reason) {
      failure = reason;
    },
    async commit(changes: readonly Change[]) {
      if (failure) throw failure;
      for (const [key, value] of changes) {
        if (value === undefined) entries.delete(key);
        else entries.set(key, value);
      }
    },
    *range(start, end) {
      for (const key of [...entries.keys()].sort())
        if (key >= start && key < end) yield { key, value: entries.get(key) ?? '' };
    },
    get: (key) => entries.get(key),
    close: () => Promise.resolve(),
  };
}
