import { z } from 'zod';
import { type ScriptName, scriptNamed, scriptNames } from '../faults/scripts.ts';
import { supplierOf } from '../supplier/supplier.ts';
import type { Tenant } from '../tenant/tenant.ts';

const tenant = z.guid().optional();

/** What the world does to a tenant; without a tenant, to all of them. */
export const deed = z.discriminatedUnion('do', [
  /** A fault script begins. */
  z.strictObject({ do: z.literal('inject'), script: z.enum(scriptNames as [ScriptName, ...ScriptName[]]), tenant }),
  /** A maker registers machines that it ships. */
  z.strictObject({
    do: z.literal('register'),
    machines: z.array(z.int().nonnegative()).max(100_000).readonly(),
    groupTag: z.string().max(512),
    tenant,
  }),
]);

export type Deed = z.infer<typeof deed>;

/** Does it, at a moment that the tenants have not yet passed. */
export function carryOut(given: Deed, tenants: readonly Tenant[], now: number): void {
  for (const each of concerned(tenants, given.tenant)) {
    each.fleet.advanceTo(now);
    if (given.do === 'inject') each.fleet.faults.inject(scriptNamed(given.script).faults);
    else supplierOf(each).register(given.machines, given.groupTag);
  }
}

export const concerned = (tenants: readonly Tenant[], id: string | undefined): readonly Tenant[] =>
  id === undefined ? tenants : tenants.filter((each) => each.id === id);
