import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { devicesByEntraId } from '../devices/device.store.ts';
import { takeIn } from '../incidents/incident.store.ts';
import { urgent } from '../microsoft.graph.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { type ListedAlert, lookFrom, watermarkAfter } from './alert.ts';
import { alertsSince } from './alerts.graph.ts';
import { type Concern, ofConcern, strangersIn } from './concern.ts';
import { isDue, looksAfter } from './polling.ts';
import { hasStrays, keepStray, straysOf } from './stray-alert.store.ts';
import { loadWatermark, moveWatermark } from './watermark.store.ts';

const work = defineWork({ type: 'omd.work.look-again.v1', data: z.object({}) });

/** A look of its own, between those of the timer. */
export const lookAgain = on(work, {
  handle: ({ tenantid: tenantId }, context: Context) => look({ ...context, tenantId }),
});

/** Looks, if the tenant is due in the slot that began at `at`, and again within it, if the tenant wants that. */
export async function watchAlerts(context: TenantContext, { at }: { readonly at: number }): Promise<void> {
  const { pollSeconds } = await loadSettings(context.state, context.tenantId);
  for (const moment of looksAfter(at, pollSeconds))
    await context.bus.enqueue(work, {}, { tenantId: context.tenantId, id: String(moment), at: moment });
  if (isDue(at, pollSeconds)) await look(context);
}

/**
 * Takes in the alerts that are new, and those whose device has become known. What has been seen is seen again for a while,
 * and changes nothing; the watermark moves last, so that nothing is passed over when a run breaks off. A look that finds
 * nothing writes nothing.
 */
async function look(context: TenantContext): Promise<void> {
  const { state, tenantId, clock } = context;
  const options = optionsOf(context);
  const watermark = await loadWatermark(state, tenantId);
  const graph = urgent(context, 'watching for attacks');
  const listed = await alertsSince(graph, lookFrom(watermark, clock.now()));
  if (listed.length === 0 && !(await hasStrays(state, tenantId))) return;
  const { ignoredOwners } = await loadSettings(state, tenantId);
  const concern = { devices: await devicesByEntraId(state, tenantId), ignoredOwners };
  const strays = await straysOf(state, tenantId, (id) => concern.devices.has(id));
  await take(context, [...strays, ...listed], concern);
  for (const alert of [...strays, ...listed]) {
    const awaits = strangersIn(alert, concern);
    if (awaits.length > 0 || strays.includes(alert)) await keepStray(state, tenantId, alert, awaits, options);
  }
  const newest = watermarkAfter(watermark, listed, clock.now());
  if (newest !== null && newest !== watermark) await moveWatermark(state, tenantId, newest, options);
}

/** Into their incidents, those that are of concern. */
async function take(context: TenantContext, alerts: readonly ListedAlert[], concern: Concern): Promise<void> {
  const { state, tenantId, log } = context;
  const ours = alerts.flatMap((alert) => ofConcern(alert, concern) ?? []);
  const leftOff = await takeIn(state, tenantId, ours, optionsOf(context));
  if (leftOff > 0) log.warn('an incident has more alerts than are kept', { leftOff });
}
