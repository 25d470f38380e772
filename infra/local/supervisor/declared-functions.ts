import { entityPath } from '../functions-host/bindings/service-bus.ts';
import type { FunctionSummary } from '../functions-host/host.ts';
import type { DeclaredFunction } from './running-service.ts';

/** What others need to know of a host's functions. */
export function declaredFunctions(functions: readonly FunctionSummary[]): DeclaredFunction[] {
  return functions.map(declared);
}

function declared({ name, trigger, route, methods }: FunctionSummary): DeclaredFunction {
  switch (trigger.type) {
    case 'httpTrigger':
      return { name, http: { methods: methods ?? [], template: route ?? '' } };
    case 'serviceBusTrigger':
      return { name, entity: entityPath(trigger.entity) };
    case 'cosmosDBTrigger':
      return { name, feed: { database: trigger.databaseName, container: trigger.containerName } };
    case 'timerTrigger':
      return { name };
  }
}
