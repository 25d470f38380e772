import { on } from '../../bus/handlers.ts';
import { type TenantRecord, tenantEvents, tenantRecord } from '../../contracts/events/tenant-events.ts';
import { defineAggregate } from '../../state/aggregate.ts';
import { defineList } from '../../state/lists.ts';
import type { State } from '../../state/state.ts';

/** A tenant as a service knows it that has not enrolled it itself. */
export const knownTenant = defineAggregate({ kind: 'tenant', schemaVersion: 1, schema: tenantRecord });

/** One line for each tenant that the service has heard of. */
export const knownTenantList = defineList({
  name: 'tenants',
  of: knownTenant,
  acrossTenants: true,
  row: ({ name, state }) => ({ name, state }),
  columns: ['name', 'state'],
});

/** Handlers that keep the record of every tenant as its events tell it; the newest event wins. */
export const keepTenant = tenantEvents.map((event) =>
  on(event, {
    aggregate: knownTenant,
    id: ({ data }) => data.tenantId,
    mode: 'latest',
    decide: (_, { data }) => ({ state: data }),
  }),
);

/** The tenant's record, or undefined before its enrolment is known here. */
export async function loadKnownTenant(state: State, tenantId: string): Promise<TenantRecord | undefined> {
  return (await state.load(knownTenant, tenantId, tenantId))?.state;
}
