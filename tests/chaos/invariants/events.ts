import { isDeepStrictEqual } from 'node:util';
import type { ServiceName } from '../../../shared/contracts/events/topology.ts';
import type { StateDocument } from '../../../shared/state/documents.ts';
import type { Evidence } from '../evidence.ts';
import { TENANTS } from '../load.ts';
import { letterOf } from './dead-letters.ts';

const PUBLISHER = 'device-registration';

/** Every event is in the state of each of its consumers, or waits there as a dead letter. */
export function* eventsArrive(evidence: Evidence): Iterable<string> {
  for (const service of evidence.services)
    if (service !== PUBLISHER)
      for (const tenant of TENANTS) yield* missing(evidence, service, evidence.callers.tenantId(tenant));
}

function* missing(evidence: Evidence, service: ServiceName, tenantId: string): Iterable<string> {
  const { picture } = evidence;
  const kept = tenantOf(evidence, service, tenantId);
  const seen = kept?.seen?.[`/${PUBLISHER}/tenant:${tenantId}`]?.sequence ?? 0;
  const parked = picture
    .of(PUBLISHER, 'event', tenantId)
    .filter(({ event }) => event.sequence > seen)
    .map(({ event }) => ({ event, letter: letterOf(evidence, service, event) }));
  for (const { event, letter } of parked)
    if (letter === undefined) yield `${service} has never heard of version ${event.sequence} of tenant ${tenantId}.`;
  if (parked.length > 0) return;
  const { enrolledAt: _, ...truth } = Object(tenantOf(evidence, PUBLISHER, tenantId)?.data ?? {});
  if (!isDeepStrictEqual(Object(kept?.data ?? {}), truth))
    yield `${service} keeps ${JSON.stringify(kept?.data)}, and the tenant is ${JSON.stringify(truth)}.`;
}

function tenantOf({ picture }: Evidence, service: ServiceName, tenantId: string): StateDocument | undefined {
  return picture.of(service, 'state', tenantId).find(({ type }) => type === 'tenant');
}
