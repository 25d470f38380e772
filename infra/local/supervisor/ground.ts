import { join } from 'node:path';
import type { Alarm } from '../clock/clock.ts';
import { type Cosmos, startCosmos } from '../cosmos/cosmos.ts';
import { COSMOS_FORMAT } from '../cosmos/durable.ts';
import { type ServiceBus, startServiceBus } from '../service-bus/broker.ts';
import { SERVICE_BUS_FORMAT } from '../service-bus/durable.ts';
import { openStore } from '../store/open-store.ts';
import type { Blueprint } from './blueprint.ts';
import { createDatabase } from './database.ts';
import { type WatchedStore, watchedStore } from './watched-store.ts';

/** What the services stand on: the bus and the database. */
export interface Ground {
  readonly serviceBus: ServiceBus;
  readonly cosmos: Cosmos;
  /** What the disk refused last, in words. */
  readonly faults: { readonly serviceBus: string | undefined; readonly cosmos: string | undefined };
  close(): Promise<void>;
}

export interface GroundOptions {
  readonly clock: Alarm;
  /** Locks of messages run out on this one; absent: on the wall. */
  readonly lockClock?: Alarm;
  /** Folder in which everything is kept; undefined: in memory alone. */
  readonly data: string | undefined;
  /** Locks shorter than the service's least of 5 seconds are no mistake. */
  readonly allowShortLocks?: boolean;
}

/**
 * Starts both stand-ins and creates what the blueprint names.
 * @throws {StoreError} when the folder cannot be had
 */
export async function openGround(blueprint: Blueprint, options: GroundOptions): Promise<Ground> {
  const { clock, lockClock, data, allowShortLocks = false } = options;
  const stores = await openStores(data);
  const [serviceBus, cosmos] = await Promise.all([
    startServiceBus({
      topology: blueprint.topology,
      clock,
      allowShortLocks,
      ...(lockClock && { lockClock }),
      ...(stores && { store: stores.serviceBus }),
    }),
    startCosmos({ clock, ...(stores && { store: stores.cosmos }) }),
  ]);
  await createDatabase(cosmos, blueprint.database, blueprint.containers);
  return {
    serviceBus,
    cosmos,
    get faults() {
      return { serviceBus: stores?.serviceBus.fault, cosmos: stores?.cosmos.fault };
    },
    async close() {
      await Promise.all([serviceBus.close(), cosmos.close()]);
      await Promise.all([stores?.serviceBus.close(), stores?.cosmos.close()]);
    },
  };
}

async function openStores(
  data: string | undefined,
): Promise<{ serviceBus: WatchedStore; cosmos: WatchedStore } | undefined> {
  if (data === undefined) return undefined;
  const [serviceBus, cosmos] = await Promise.all([
    openStore(join(data, 'service-bus'), { format: SERVICE_BUS_FORMAT }),
    openStore(join(data, 'cosmos'), { format: COSMOS_FORMAT }),
  ]);
  return { serviceBus: watchedStore(serviceBus), cosmos: watchedStore(cosmos) };
}
