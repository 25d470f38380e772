import { tenantBody } from '../../../shared/contracts/http/tenants.ts';
import { type AggregateDefinition, type Decide, defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList, type ListItem, type ListQuery, type Page, type PageRequest } from '../../../shared/state/lists.ts';
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

/** A tenant as the list shows it. */
export type ListedTenant = Omit<Tenant, 'entraTenantId'>;

/** Whether somebody may see a tenant. */
export type MaySee = (tenant: Pick<Tenant, 'tenantId' | 'operators'>) => boolean;

/** A page of the tenants that the asker may see. */
export async function listTenants(
  state: State,
  query: ListQuery & PageRequest,
  maySee: MaySee,
): Promise<Page<ListedTenant>> {
  const page = await state.list(PLATFORM, tenantList, { ...query, visible: lineSeenBy(maySee) });
  return { ...page, items: page.items.map(listed) };
}

/** All of them. */
export async function allTenants(state: State, query: ListQuery, maySee: MaySee): Promise<readonly ListedTenant[]> {
  const lines = await state.rows(PLATFORM, tenantList, { ...query, visible: lineSeenBy(maySee) });
  return lines.map(listed);
}

const lineSeenBy =
  (maySee: MaySee): NonNullable<ListQuery['visible']> =>
  ({ tenantId, operators }) =>
    maySee({ tenantId, operators: JSON.parse(String(operators)) });

type TenantLine = ListItem<Omit<ListedTenant, 'operators'> & { readonly operators: string }>;

function listed({ id: _, operators, ...tenant }: TenantLine): ListedTenant {
  return { ...tenant, operators: JSON.parse(operators) };
}
