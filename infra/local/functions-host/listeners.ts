import type { Alarm } from '../clock/clock.ts';
import type { HostedFunction } from './bindings/functions.ts';
import type { Connections } from './connections.ts';
import type { OnCommit } from './cosmos/waker.ts';
import { messageOf } from './errors.ts';
import type { Invoke } from './invocation.ts';
import type { Listener, ListenerContext, Mode } from './listener.ts';
import type { Log } from './log.ts';
import { listenToServiceBus, type Pending } from './service-bus/listener.ts';
import type { ServiceBusSettings } from './service-bus/pump-context.ts';
import { listenToTimer } from './timers/timer.ts';
import { forgetfulTimerStatus, type TimerStatusStore } from './timers/timer-status.ts';

export interface ListenerOptions {
  readonly mode: Mode;
  readonly clock: Alarm;
  readonly log: Log;
  /** Where the status of timers outlives the process; without it a restart notices no run that was missed. */
  readonly timerStatus?: TimerStatusStore;
  /** Driven: how many messages an entity shows, so that an empty one costs nothing. */
  readonly pending?: Pending;
  /** Wakes the Cosmos DB triggers; without it they poll. */
  readonly onCommit?: OnCommit;
}

interface Means {
  readonly invoke: Invoke;
  readonly connections: Connections;
  readonly settings: ServiceBusSettings;
}

/** All that brings work to an app, but for HTTP: calls come by themselves. */
export interface Listeners {
  readonly all: readonly Listener[];
  start(): Promise<void>;
  round(): Promise<number>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** By function name, what keeps it from its work. */
  faults(): Record<string, string>;
}

/** A fault of the bus or the database ends a driven run only when it outlasts this many rounds. */
const PATIENCE_ROUNDS = 10;

/** The listeners of an app, in the order of its functions. */
export async function createListeners(
  functions: readonly HostedFunction[],
  options: ListenerOptions,
  means: Means,
): Promise<Listeners> {
  const { mode, clock, log } = options;
  const context: ListenerContext = {
    mode,
    clock,
    invoke: means.invoke,
    log: (functionName, level, message) => log({ level, category: 'system', message, functionName }),
  };
  const created = await Promise.all(functions.map((hosted) => createListener(hosted, context, options, means)));
  const all = created.filter((listener) => listener !== undefined);
  const started = new Set<Listener>();
  const failures = new Map<Listener, number>();

  async function start(listener: Listener): Promise<void> {
    if (started.has(listener)) return;
    await listener.start();
    started.add(listener);
  }

  async function turn(listener: Listener): Promise<number> {
    try {
      await start(listener);
      const moved = await listener.round();
      failures.delete(listener);
      return moved;
    } catch (error) {
      const count = (failures.get(listener) ?? 0) + 1;
      if (count >= PATIENCE_ROUNDS) throw error;
      failures.set(listener, count);
      context.log(listener.functionName, 'warning', `Its turn failed and comes again: ${messageOf(error)}`);
      // Something is unfinished, so the round was not quiet.
      return 1;
    }
  }

  return {
    all,
    async start() {
      for (const listener of all) await start(listener);
    },
    async round() {
      let moved = 0;
      for (const listener of all) if (!started.has(listener) || listener.mayMove) moved += await turn(listener);
      return moved;
    },
    stop: async () => void (await Promise.all(all.map((listener) => listener.stop()))),
    kill: async () => void (await Promise.all(all.map((listener) => listener.kill()))),
    faults: () =>
      Object.fromEntries(
        all.flatMap(({ functionName, fault }) => (fault === undefined ? [] : [[functionName, fault]])),
      ),
  };
}

async function createListener(
  { trigger, ...rest }: HostedFunction,
  context: ListenerContext,
  { timerStatus = forgetfulTimerStatus(), pending = () => undefined, onCommit }: ListenerOptions,
  { connections, settings }: Means,
): Promise<Listener | undefined> {
  switch (trigger.type) {
    case 'httpTrigger':
      return undefined;
    case 'timerTrigger':
      return listenToTimer({ ...rest, trigger }, timerStatus, context);
    case 'serviceBusTrigger':
      return listenToServiceBus({ ...rest, trigger }, settings, connections, context, pending);
    case 'cosmosDBTrigger': {
      // The SDK takes its time to load: an app without such a trigger starts without it.
      const { listenToCosmosDB } = await import('./cosmos/listener.ts');
      return listenToCosmosDB({ ...rest, trigger }, connections, context, onCommit);
    }
  }
}
