import { serviceEndpoints } from '../../contracts/http/service-endpoints.ts';
import { ok } from '../answers.ts';
import { openApiDocument } from '../openapi/document.ts';
import { refuse } from '../problems.ts';
import { type Route, routes } from '../routes.ts';
import type { ServiceDefinition } from '../service.ts';

/** The routes that every service has. */
export function commonRoutes(service: ServiceDefinition): Route[] {
  return routes(serviceEndpoints(service.name), {
    // Wrong settings are refused at the door, with the list of them.
    async readStatus() {
      return ok({ service: service.name, state: 'ready' });
    },
    async readOpenApi() {
      return ok({ ...openApiDocument(service.name, [...service.routes, ...commonRoutes(service)]) });
    },
    async readTenantStatus({ context, params: { tenantId } }) {
      const tenant = await service.tenant(context.state, tenantId);
      if (!tenant) throw refuse('tenant-unknown', 'There is no such tenant.');
      return ok({ service: service.name, tenantId, name: tenant.name, state: tenant.state });
    },
  });
}
