import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { background } from '../microsoft.graph.ts';
import { currentOf } from '../releases/adopt.ts';
import { ordersFor } from '../releases/orders.ts';
import { recentReleases } from '../releases/release.store.ts';
import { ringGroups } from './ring-groups.graph.ts';
import { enforcePolicies } from './ring-policies.graph.ts';
import { loadRingSetup, saveRingSetup } from './ring-setup.store.ts';
import { type IdByRing, withDrift } from './ring-setup.ts';

/** Groups and policies of the rings, made where they are missing, and policies as the releases want them. */
export async function enforceRings(context: TenantContext): Promise<IdByRing> {
  const { state, tenantId, clock } = context;
  const now = clock.now();
  const graph = background(context, 'keeping the update rings as they should be');
  const setup = await loadRingSetup(state, tenantId);
  const groups = setup.groups ?? (await ringGroups(graph));
  const orders = ordersFor(currentOf(await recentReleases(state, tenantId)), now);
  const { ids, drift } = await enforcePolicies(graph, { groups, orders, before: setup.orders, now });
  // What is found to differ the first time was no doing of somebody who knew better.
  const others = setup.policies === null ? [] : drift;
  const change = { groups, policies: ids, orders, ...withDrift(setup, others, now) };
  const audit = others.length > 0 ? { audit: { action: 'rings.repair', detail: { drift: others } } } : {};
  await saveRingSetup(state, tenantId, change, { ...optionsOf(context), ...audit });
  return groups;
}

const enforceWork = defineWork({ type: 'omd.work.enforce-rings.v1', data: z.object({}) });

/** The same, asked for by a person's decision rather than by the hour. */
export const enforceNow = {
  work: enforceWork,
  handler: on(enforceWork, {
    async handle({ tenantid }, context: Context) {
      await enforceRings({ ...context, tenantId: tenantid });
    },
  }),
};
