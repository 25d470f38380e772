import { setMaxListeners } from 'node:events';
import type { HostedFunction } from '../bindings/functions.ts';
import { entityPath, type ServiceBusTrigger } from '../bindings/service-bus.ts';
import type { Connections } from '../connections.ts';
import { createFault } from '../fault.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import type { LogLevel } from '../log.ts';
import { createRound } from './driven.ts';
import { createProcessor } from './processor.ts';
import { pumpMessages } from './pump.ts';
import type { PumpContext, ServiceBusSettings } from './pump-context.ts';
import { pumpSessions } from './session.ts';

/** How many messages a queue or subscription shows now; undefined when nobody knows. */
export type Pending = (entityPath: string) => number | undefined;

/** Brings the messages of one queue or subscription to its function. */
export function listenToServiceBus(
  hosted: HostedFunction<ServiceBusTrigger>,
  settings: ServiceBusSettings,
  connections: Connections,
  context: ListenerContext,
  pending: Pending,
): Listener {
  const { trigger, name } = hosted;
  const path = entityPath(trigger.entity);
  const log = (level: LogLevel, message: string) => context.log(name, level, message);
  const fault = createFault(`Service Bus "${trigger.connectionName}", ${path}`, log);
  const processor = createProcessor(hosted, trigger.autoCompleteMessages ?? settings.autoCompleteMessages, context);
  const stop = new AbortController();
  // Each session that is waited for listens.
  setMaxListeners(0, stop.signal);
  let running: Promise<void> = Promise.resolve();
  let round = async () => 0;

  async function open(): Promise<PumpContext> {
    const client = await connections.serviceBus(trigger.connection);
    return { hosted, client, settings, processor, fault, stopping: stop.signal, log };
  }

  return {
    functionName: name,
    get fault() {
      return fault.text;
    },
    async start() {
      const pump = await open();
      if (context.mode === 'wall')
        running = (trigger.isSessionsEnabled ? pumpSessions : pumpMessages)(pump).catch(fault.raise);
      else round = createRound(pump, () => pending(path));
    },
    get mayMove() {
      return pending(path) !== 0;
    },
    round: () => round(),
    async stop() {
      stop.abort();
      await running;
    },
    async kill() {
      stop.abort();
    },
  };
}
