import type { Evidence } from '../evidence.ts';
import { TENANTS } from '../load.ts';

/** After whatever has changed, the change vector of its service and tenant has moved. */
export function* vectorMoves({ services, callers, picture }: Evidence): Iterable<string> {
  for (const service of services)
    for (const tenantId of TENANTS.map(callers.tenantId)) {
      const written = picture.all(service, tenantId);
      const moved = written.findIndex(({ kind }) => kind === 'vector');
      const changed = written.findLastIndex(({ kind }) => kind === 'state');
      if (changed > moved) yield `The change vector of ${service} has not told that tenant ${tenantId} changed.`;
    }
}
