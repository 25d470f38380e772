import { approvalRoutes } from '../../approvals/approvals.http.ts';
import { serviceEndpoints } from '../../contracts/http/service-endpoints.ts';
import { ok } from '../answers.ts';
import { openApiDocument } from '../openapi/document.ts';
import { refuse } from '../problems.ts';
import { type Route, routes } from '../routes.ts';
import type { ServiceDefinition } from '../service.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { recordRoutes } from './record-routes.ts';

/** The routes that every service has. */
export function commonRoutes(service: ServiceDefinition): Route[] {
  const { name } = service;
  const described = [
    ...recordRoutes(name),
    ...operationRoutes(name),
    ...deadLetterRoutes(name),
    ...approvalRoutes(name),
  ];
  return [...aboutRoutes(service, described), ...described];
}

function aboutRoutes(service: ServiceDefinition, others: readonly Route[]): Route[] {
  const about: Route[] = routes(serviceEndpoints(service.name), {
    // Wrong settings are refused at the door, with the list of them.
    async readStatus() {
      return ok({ service: service.name, state: 'ready' });
    },
    async readOpenApi() {
      return ok({ ...openApiDocument(service.name, [...service.routes, ...about, ...others]) });
    },
    async readTenantStatus({ context }) {
      const { state, tenantId } = context;
      const tenant = await service.tenant(state, tenantId);
      if (!tenant) throw refuse('tenant-unknown', 'There is no such tenant.');
      const microsoft = await service.microsoft?.(context);
      const { name } = tenant;
      return ok({ service: service.name, tenantId, name, state: tenant.state, ...(microsoft && { microsoft }) });
    },
  });
  return about;
}
