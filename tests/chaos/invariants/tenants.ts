import type { Evidence } from '../evidence.ts';
import { TENANTS } from '../load.ts';
import type { Document, Written } from '../picture.ts';

/** What is written for a tenant is about that tenant, and was done by those who may. */
export function* tenantsApart({ callers }: Evidence, { service, document }: Written): Iterable<string> {
  const tenant = TENANTS.find((each) => callers.tenantId(each) === document.tenantId);
  if (tenant === undefined) return;
  const strangers = tenantsIn(document).filter((tenantId) => tenantId !== document.tenantId);
  if (strangers.length > 0)
    yield `${service} wrote of ${strangers.join(', ')} into ${document.aggregate} of tenant ${document.tenantId}.`;
  if (document.kind !== 'audit') return;
  const { actor, action } = document.record;
  const mayAct =
    actor.kind === 'service' || [callers.objectId('platform'), callers.objectId(tenant)].includes(actor.id);
  if (!mayAct) yield `${action} of tenant ${tenant} was done by a stranger.`;
}

function tenantsIn(document: Document): string[] {
  switch (document.kind) {
    case 'event':
      return [document.event.tenantid, tenantOf(document.event.data)].flatMap((each) => each ?? []);
    case 'state':
      return [tenantOf(document.data)].flatMap((each) => each ?? []);
    case 'rows':
      return (document.entries ?? []).map(({ tenantId }) => tenantId);
    case 'audit':
    case 'seal':
    case 'vector':
    case 'inbox':
    case 'pointer':
    case 'idempotency':
      return [];
  }
}

function tenantOf(data: unknown): string | undefined {
  const { tenantId }: { tenantId?: string } = Object(data);
  return tenantId;
}
