import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { type ServiceBus, startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import type { Topology } from '../../../shared/contracts/events/topology.ts';
import type { AppOptions, FunctionsHostEnvironment, OpenedApp } from './environment.ts';

/** The sample app of messages, on a namespace of its own. */
export interface MessageApp extends OpenedApp {
  readonly bus: ServiceBus;
  readonly client: ServiceBusClient;
  send(entity: string, ...messages: ServiceBusMessage[]): Promise<void>;
}

const topology: Topology = {
  queues: {
    messages: { lockDuration: 'PT5M', maxDeliveryCount: 3 },
    batches: { lockDuration: 'PT5M', maxDeliveryCount: 2 },
    brief: { lockDuration: 'PT1S', maxDeliveryCount: 3 },
    sessions: { lockDuration: 'PT5M', requiresSession: true },
    'session-batches': { lockDuration: 'PT5M', requiresSession: true },
  },
  topics: { events: { subscriptions: { all: { maxDeliveryCount: 3 } } } },
};

/** Runs a check with the sample app of messages and closes everything after it. */
export function withMessages(
  options: AppOptions,
  run: (app: MessageApp) => Promise<void>,
): (environment: FunctionsHostEnvironment) => Promise<void> {
  return async (environment) => {
    const bus = await startServiceBus({ topology, allowShortLocks: true });
    const client = new ServiceBusClient(bus.connectionString);
    try {
      const app = await environment.open('messages', {
        pending: (path) => bus.count(path).active,
        ...options,
        environment: {
          ServiceBus: bus.connectionString,
          QUEUE: 'messages',
          BATCHES: 'batches',
          ...options.environment,
        },
      });
      await run({
        ...app,
        bus,
        client,
        async send(entity, ...messages) {
          const sender = client.createSender(entity);
          await sender.sendMessages(messages);
          await sender.close();
        },
      });
    } finally {
      await environment.reset();
      await client.close();
      await bus.close();
    }
  };
}
