import type { ServiceName } from '../../contracts/events/topology.ts';
import { recordEndpoints } from '../../contracts/http/records.ts';
import { notModified, ok } from '../answers.ts';
import { type Route, routes } from '../routes.ts';

/** What the service remembers of a tenant. */
export function recordRoutes(service: ServiceName): Route[] {
  return routes(recordEndpoints(service), {
    async readChanges({ context: { state, tenantId }, ifNoneMatch }) {
      const { areas, etag } = await state.changes(tenantId);
      return ifNoneMatch === etag ? notModified(etag) : ok({ areas }, { etag });
    },
    async listAudit({ context: { state, tenantId }, query }) {
      return ok(await state.audit(tenantId, query));
    },
    async verifyAudit({ context: { state, tenantId }, query }) {
      return ok(await state.verify(tenantId, query));
    },
    async readDeviceTimeline({ context: { state, tenantId }, params: { deviceId }, query }) {
      return ok(await state.timeline(tenantId, 'device', deviceId, query));
    },
  });
}
