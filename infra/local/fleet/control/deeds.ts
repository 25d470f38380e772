import { z } from 'zod';
import { type ScriptName, scriptNamed, scriptNames } from '../faults/scripts.ts';
import { supplierOf } from '../supplier/supplier.ts';
import { approvalTypes } from '../tenant/approvals.ts';
import type { Tenant } from '../tenant/tenant.ts';

const tenant = z.guid().optional();

/** What the world does to a tenant; without a tenant, to all of them. */
export const deed = z.discriminatedUnion('do', [
  /** A fault script begins. */
  z.strictObject({ do: z.literal('inject'), script: z.enum(scriptNames as [ScriptName, ...ScriptName[]]), tenant }),
  /** The tenant wants a second administrator for these from now on, and for nothing else. */
  z.strictObject({ do: z.literal('demandApproval'), of: z.array(z.enum(approvalTypes)).readonly(), tenant }),
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
    affect(each, given);
  }
}

function affect(tenant: Tenant, given: Deed): void {
  switch (given.do) {
    case 'inject':
      tenant.fleet.faults.inject(scriptNamed(given.script).faults);
      break;
    case 'register':
      supplierOf(tenant).register(given.machines, given.groupTag);
      break;
    case 'demandApproval':
      tenant.approvalsDemanded.clear();
      for (const type of given.of) tenant.approvalsDemanded.add(type);
      break;
  }
}

export const concerned = (tenants: readonly Tenant[], id: string | undefined): readonly Tenant[] =>
  id === undefined ? tenants : tenants.filter((each) => each.id === id);
