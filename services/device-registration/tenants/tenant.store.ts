import { tenantBody } from '../../../shared/contracts/http/tenants.ts';
import { type AggregateDefinition, type Decide, defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList, type ListQuery, type Page, type PageRequest } from '../../../shared/state/lists.ts';
import { type ChangeOptions, PLATFORM, type State } from '../../../shared/state/state.ts';
import type { Tenant } from './tenant.ts';

const tenantAggregate: AggregateDefinition<Tenant> = defineAggregate({
  kind: 'tenant',
  schemaVersion: 1,
  schema: tenantBody,
});

export const tenantColumns = [
  'name',
  'tenantId',
  'state',
  'region',
  'timeZone',
  'dataResidency',
  'enrolledAt',
  'operators',
] as const;

/** One line for each tenant ever enrolled. */
export const tenantList = defineList({
  name: 'tenants',
  of: tenantAggregate,
  acrossTenants: true,
  row: ({ operators, entraTenantId: _, ...tenant }) => ({ ...tenant, operators: JSON.stringify(operators) }),
  columns: tenantColumns,
  search: ['name', 'tenantId'],
});

/** A tenant, with the ETag that an update quotes. */
export interface StoredTenant {
  readonly tenant: Tenant;
  readonly etag: string;
}

export async function findTenant(state: State, tenantId: string): Promise<StoredTenant | undefined> {
  const found = await state.load(tenantAggregate, tenantId, tenantId);
  return found && { tenant: found.state, etag: found.etag };
}

/** Throws what the decision throws. */
export async function changeTenant(
  state: State,
  tenantId: string,
  decide: Decide<Tenant>,
  options: ChangeOptions,
): Promise<StoredTenant> {
  const { state: tenant, etag } = await state.change(tenantAggregate, { tenantId, id: tenantId }, decide, options);
  if (!tenant || !etag) throw new TypeError('No decision about a tenant removes it.');
  return { tenant, etag };
}

/** A page of those tenants that please; without a limit, all of them. */
export async function listTenants(
  state: State,
  { limit = Number.POSITIVE_INFINITY, after, ...query }: ListQuery & PageRequest,
  pleases: (tenant: Pick<Tenant, 'tenantId' | 'operators'>) => boolean,
): Promise<Page<Omit<Tenant, 'entraTenantId'>>> {
  const items: Omit<Tenant, 'entraTenantId'>[] = [];
  let next = after;
  do {
    const page = await state.list(PLATFORM, tenantList, {
      ...query,
      limit: Math.min(limit - items.length, 1000),
      ...(next && { after: next }),
    });
    const tenants = page.items.map((item) => ({ ...item, operators: JSON.parse(item.operators) }));
    items.push(...tenants.filter(pleases));
    next = page.next;
  } while (next && items.length < limit);
  return { items, ...(next && { next }) };
}
