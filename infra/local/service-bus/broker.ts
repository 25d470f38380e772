import type { Topology } from '../../../shared/contracts/events/topology.ts';
import { type Alarm, wallClock } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import type { Signatures } from './amqp/cbs.ts';
import type { Service } from './amqp/client.ts';
import { listen } from './amqp/listener.ts';
import { creditBucket, unlimitedCredits } from './credits.ts';
import { openRecords } from './durable.ts';
import { ServiceBusError } from './errors.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { type Counts, createNamespace } from './namespace.ts';
import { readTopology, type TopologyOptions } from './topology.ts';

export interface ServiceBusOptions extends TopologyOptions {
  readonly topology: Topology;
  /** The clock of scheduled messages, time to live and duplicate windows; absent: the wall. */
  readonly clock?: Alarm;
  /** The clock of locks; absent: the wall, on which clients renew them. */
  readonly lockClock?: Alarm;
  /** Keeps everything but locks; absent: nothing outlives the broker. */
  readonly store?: Store;
  /** Absent: any free port. */
  readonly port?: number;
  /** Throttles as a Standard namespace does, at 1,000 credits a second. */
  readonly credits?: boolean;
  /** Admits only tokens signed with this key; absent: any. */
  readonly checkSignatures?: Signatures;
  readonly faults?: readonly Fault[];
}

export interface ServiceBus {
  readonly port: number;
  /** For any Service Bus client; it says that the connection is plain TCP. */
  readonly connectionString: string;
  /** Paths of the queues and subscriptions, in the order of the topology. */
  readonly entities: readonly string[];
  readonly faults: Faults;
  /** Throws a ServiceBusError `amqp:not-found`. */
  count(path: string): Counts;
  /** How many messages a queue or topic has taken from senders since the start, without duplicates. Throws as `count`. */
  accepted(path: string): number;
  /** Removes all messages of a queue or subscription that nobody holds; not its dead letters. Returns how many. */
  purge(path: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts a Service Bus namespace on this machine. Throws a RangeError for a topology that the service would refuse. */
export async function startServiceBus(options: ServiceBusOptions): Promise<ServiceBus> {
  const { topology, clock = wallClock, lockClock = wallClock, store, port = 0, credits, checkSignatures } = options;
  const faults = createFaults(options.faults);
  const records = openRecords(store);
  let failure: ServiceBusError | undefined;

  /** After a refused write memory is ahead of the disk: from then on nothing may be acknowledged. */
  async function durable(): Promise<void> {
    assertWorking();
    try {
      await records.durable();
    } catch (error) {
      failure ??= new ServiceBusError(
        'amqp:internal-error',
        `The broker has stopped, because its store refused a write: ${error instanceof Error ? error.message : error}`,
      );
      throw failure;
    }
  }

  function assertWorking(): void {
    if (failure) throw failure;
  }

  const namespace = createNamespace(readTopology(topology, options), {
    clock,
    wall: lockClock,
    records,
    changed: () => void durable().catch(() => undefined), // the next request hears of it
  });
  const service: Service = {
    namespace,
    records,
    faults,
    credits: credits ? creditBucket(Date.now) : unlimitedCredits,
    signatures: checkSignatures,
    assertWorking,
    durable,
  };
  const listener = await listen(service, port);
  const { keyName = 'RootManageSharedAccessKey', key = 'local' } = checkSignatures ?? {};

  return {
    port: listener.port,
    connectionString: `Endpoint=sb://127.0.0.1:${listener.port};SharedAccessKeyName=${keyName};SharedAccessKey=${key};UseDevelopmentEmulator=true;`,
    entities: namespace.receivers,
    faults,
    count: (path) => namespace.count(path),
    accepted: (path) => namespace.accepted(path),
    async purge(path) {
      const removed = namespace.queue(path).deleteMessages(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      await durable();
      return removed;
    },
    async close() {
      await listener.close();
      namespace.close();
      await records.durable();
    },
  };
}

export type { Fault, FaultEffect, FaultPoint, Faults } from './faults.ts';
