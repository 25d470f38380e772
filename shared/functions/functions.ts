import { randomUUID } from 'node:crypto';
import type {
  CosmosDBv4FunctionOptions,
  HttpFunctionOptions,
  InvocationContext,
  ServiceBusQueueFunctionOptions,
  TimerFunctionOptions,
} from '@azure/functions';
import { handlerTable } from '../bus/handlers.ts';
import { leaseContainerOf } from '../contracts/state/containers.ts';
import { contextOf } from './context.ts';
import { openDoor } from './door.ts';
import { handleFeed } from './feed.ts';
import { routeFunctionName } from './function-names.ts';
import { handleInbox } from './inbox.ts';
import type { Route } from './routes.ts';
import type { RuntimeSource } from './runtime.ts';
import type { ServiceDefinition } from './service.ts';
import { cosmosDatabase } from './settings/core.ts';
import { inSpan } from './telemetry/spans.ts';
import type { Timer } from './timers.ts';

/** A function as the host registers it. */
export type FunctionDeclaration = { readonly name: string } & (
  | { readonly trigger: 'http'; readonly options: HttpFunctionOptions }
  | { readonly trigger: 'queue'; readonly options: ServiceBusQueueFunctionOptions }
  | { readonly trigger: 'feed'; readonly options: CosmosDBv4FunctionOptions }
  | { readonly trigger: 'timer'; readonly options: TimerFunctionOptions }
);

/** A route as a function. Who may call is the door's concern, so the host asks for no key. */
export function httpFunction(route: Route, runtime: RuntimeSource): FunctionDeclaration {
  const { method, path } = route.endpoint;
  return {
    name: routeFunctionName(route),
    trigger: 'http',
    options: { methods: [method], route: path.slice(1), authLevel: 'anonymous', handler: openDoor(route, runtime) },
  };
}

/** The one inbox queue of a service, in batches. Throws TypeError when two handlers share a type. */
export function inboxFunction(
  { name, handlers }: Pick<ServiceDefinition, 'name' | 'handlers'>,
  runtime: RuntimeSource,
): FunctionDeclaration {
  const table = handlerTable(handlers);
  return {
    name: 'inbox',
    trigger: 'queue',
    options: {
      connection: 'ServiceBus',
      queueName: name,
      cardinality: 'many',
      handler: async (messages, host) => handleInbox(await runtime(), table, messages, host),
    },
  };
}

/** The change feed of the service's container. A page is repeated until it is done: a page given up would lose its events. */
export function feedFunction(service: string, runtime: RuntimeSource): FunctionDeclaration {
  return {
    name: 'feed',
    trigger: 'feed',
    options: {
      connection: 'Cosmos',
      databaseName: `%${cosmosDatabase.name}%`,
      containerName: service,
      leaseContainerName: leaseContainerOf(service),
      createLeaseContainerIfNotExists: false,
      startFromBeginning: true,
      feedPollDelay: 500,
      maxItemsPerInvocation: 200,
      retry: { strategy: 'exponentialBackoff', maxRetryCount: -1, minimumInterval: 1000, maximumInterval: 30_000 },
      handler: async (documents, host) => handleFeed(await runtime(), documents, host),
    },
  };
}

/** A timer as a function; what it starts carries a correlation id of its own. */
export function timerFunction({ name, schedule, run }: Timer, runtime: RuntimeSource): FunctionDeclaration {
  const handler = (_: unknown, host: InvocationContext) =>
    inSpan(`timer ${name}`, { kind: 'internal' }, async (traceparent) =>
      run(contextOf(await runtime(), host, { correlationId: randomUUID(), traceparent })),
    );
  return { name: `timer-${name}`, trigger: 'timer', options: { schedule, handler } };
}
