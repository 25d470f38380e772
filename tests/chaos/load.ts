import fc from 'fast-check';

/** Number of a tenant of the run, 0 to 2. */
export type Tenant = number;
export const TENANTS: readonly Tenant[] = [0, 1, 2];

/** Those who run the product, or the operators of one tenant. */
export type Caller = 'platform' | Tenant;

/** What a caller asks for. Every change gives a value of its own, so that its effect can be told from all others. */
export type Command =
  | { readonly kind: 'enrol'; readonly tenant: Tenant; readonly caller: 'platform' }
  | { readonly kind: 'change' | 'suspend' | 'resume' | 'off-board'; readonly tenant: Tenant; readonly caller: Caller };

const tenant = fc.constantFrom<Tenant>(0, 0, 0, 1, 1, 2);
/** Mostly those who may; now and then the operators of another tenant. */
const caller = fc.constantFrom<'platform' | 'own' | 'other'>('platform', 'platform', 'own', 'own', 'own', 'other');

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 1, arbitrary: tenant.map((tenant): Command => ({ kind: 'enrol', tenant, caller: 'platform' })) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('change', 'change', 'change', 'change', 'suspend', 'resume', 'resume', 'off-board'),
        tenant,
        caller,
      })
      .map(({ kind, tenant, caller }): Command => ({ kind, tenant, caller: callerOf(caller, tenant) })),
  },
);

function callerOf(who: 'platform' | 'own' | 'other', tenant: Tenant): Caller {
  if (who === 'platform') return who;
  return who === 'own' ? tenant : (tenant + 1) % TENANTS.length;
}

/** Whether the caller has any business with the tenant. */
export function isTrespass({ caller, tenant }: Command): boolean {
  return caller !== 'platform' && caller !== tenant;
}
