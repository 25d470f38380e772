import { app } from '@azure/functions';
import type { Handler } from '../bus/handlers.ts';
import type { TenantRecord } from '../contracts/events/tenant-events.ts';
import type { ServiceName } from '../contracts/events/topology.ts';
import type { MicrosoftAccess } from '../contracts/http/service-endpoints.ts';
import type { ListDefinition } from '../state/lists.ts';
import type { State } from '../state/state.ts';
import { auditJob } from './audit/audit-job.ts';
import { commonRoutes } from './common/common-routes.ts';
import { drainTimer } from './common/drain-timer.ts';
import type { Context } from './context.ts';
import { demandDistinct } from './function-names.ts';
import { type FunctionDeclaration, feedFunction, httpFunction, inboxFunction, timerFunction } from './functions.ts';
import type { Route } from './routes.ts';
import { lazyRuntime, type RuntimeSource } from './runtime.ts';
import type { Setting } from './settings/settings.ts';
import { forgetTenants } from './tenants/forget-tenants.ts';
import type { Timer } from './timers.ts';

/** A service, as its `main.ts` lists it. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** The tenant's record as this service keeps it: it names who may operate the tenant. */
  tenant(state: State, tenantId: string): Promise<TenantRecord | undefined>;
  /** What the service may do in a tenant through Microsoft's APIs; absent where it calls none. */
  microsoft?(context: Context): Promise<MicrosoftAccess>;
  readonly routes: readonly Route[];
  readonly handlers: readonly Handler<Context>[];
  readonly timers: readonly Timer[];
  readonly lists: readonly ListDefinition[];
  /** Beyond those that every service has. */
  readonly settings: readonly Setting<unknown>[];
}

/**
 * Registers all functions of a service with the host. Nothing of the environment is read before the first invocation.
 * Throws TypeError when a route can never be reached.
 */
export function defineService(service: ServiceDefinition): void {
  const runtime = lazyRuntime(service);
  for (const declaration of functionsOf(service, runtime.source)) register(declaration);
  app.hook.appTerminate(runtime.close);
}

/** The functions of a service: its routes, the inbox queue, the change feed, its timers. */
export function functionsOf(service: ServiceDefinition, runtime: RuntimeSource): FunctionDeclaration[] {
  const routes = routesOf(service);
  demandDistinct(routes);
  const audit = auditJob(service.lists.find(({ name }) => name === 'tenants'));
  const forgetting = forgetTenants(service);
  const handlers = [...service.handlers, audit.handler, forgetting.handler];
  return [
    ...routes.map((route) => httpFunction(route, runtime)),
    inboxFunction({ ...service, handlers }, runtime),
    feedFunction(service.name, runtime),
    ...[...service.timers, drainTimer, audit.timer, forgetting.timer].map((timer) => timerFunction(timer, runtime)),
  ];
}

/** The service's own routes, and those that every service has. */
export const routesOf = (service: ServiceDefinition): Route[] => [...service.routes, ...commonRoutes(service)];

function register({ name, ...declaration }: FunctionDeclaration): void {
  switch (declaration.trigger) {
    case 'http':
      app.http(name, declaration.options);
      break;
    case 'queue':
      app.serviceBusQueue(name, declaration.options);
      break;
    case 'feed':
      app.cosmosDB(name, declaration.options);
      break;
    case 'timer':
      app.timer(name, declaration.options);
      break;
  }
}
