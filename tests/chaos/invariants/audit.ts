import type { ServiceName } from '../../../shared/contracts/events/topology.ts';
import type { Evidence } from '../evidence.ts';
import { TENANTS } from '../load.ts';

/** Seals and chains of every service and tenant are intact. */
export async function auditVerifies({ services, callers, picture }: Evidence): Promise<string[]> {
  const broken: string[] = [];
  for (const service of services)
    for (const tenant of TENANTS) {
      const tenantId = callers.tenantId(tenant);
      // An unknown tenant answers nobody.
      if (picture.of(service, 'state', tenantId).length === 0) continue;
      const path = `/api/v1/${service}/tenants/${tenantId}/audit/verify`;
      const { status, body } = await callers.call('platform', { method: 'GET', path });
      if (status === 200 ? body['intact'] !== true : status !== 404)
        broken.push(`The audit of ${service} for tenant ${tenantId}: ${status} ${JSON.stringify(body)}`);
    }
  return broken;
}

/** Every audit record is in one seal, and in no more than one. */
export function* sealedOnce(evidence: Evidence): Iterable<string> {
  for (const service of evidence.services)
    for (const tenant of TENANTS) yield* unevenlySealed(evidence, service, evidence.callers.tenantId(tenant));
}

function* unevenlySealed({ picture }: Evidence, service: ServiceName, tenantId: string): Iterable<string> {
  const records = picture
    .of(service, 'audit', tenantId)
    .map(({ aggregate, record }) => `${aggregate}#${record.number}`);
  const leaves = picture
    .of(service, 'seal', tenantId)
    .flatMap((seal) => seal.leaves.map(({ aggregate, number }) => `${aggregate}#${number}`));
  if (records.toSorted().join() !== leaves.toSorted().join())
    yield `${service} has the audit records ${records.join(', ')} of ${tenantId}, and its seals hold ${leaves.join(', ')}.`;
}
