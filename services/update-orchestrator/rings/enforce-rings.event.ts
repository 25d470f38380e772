import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { background } from '../microsoft.graph.ts';
import { currentOf } from '../releases/adopt.ts';
import { ordersFor } from '../releases/orders.ts';
import { recentReleases } from '../releases/release.store.ts';
import { ringGroups } from './ring-groups.graph.ts';
import { enforcePolicies } from './ring-policies.graph.ts';
import { loadRingSetup, saveRingSetup } from './ring-setup.store.ts';
import type { IdByRing } from './ring-setup.ts';

/** Groups and policies of the rings, made where they are missing, and policies as the releases want them. */
export async function enforceRings(context: Context & { readonly tenantId: string }): Promise<IdByRing> {
  const { state, tenantId, actor, clock } = context;
  const graph = background(context, 'keeping the update rings as they should be');
  const setup = await loadRingSetup(state, tenantId);
  const groups = setup.groups ?? (await ringGroups(graph));
  const orders = ordersFor(currentOf(await recentReleases(state, tenantId)));
  const { ids, drift } = await enforcePolicies(graph, groups, orders);
  const isNew = setup.policies === null;
  // Changes of our own are no drift: what is found to differ the first time, and what the releases have just ordered.
  const others = isNew ? [] : drift.filter(({ setting }) => !OWN_SETTINGS.includes(setting));
  const driftAt = others.length > 0 ? new Date(clock.now()).toISOString() : setup.driftAt;
  const change = { groups, policies: ids, ...(others.length > 0 && { drift: others, driftAt }) };
  const audit = others.length > 0 ? { audit: { action: 'rings.repair', detail: { drift: others } } } : {};
  await saveRingSetup(state, tenantId, change, { actor, ...audit });
  return groups;
}

const OWN_SETTINGS = ['qualityUpdatesPaused', 'qualityUpdatesDeferralPeriodInDays'];

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
