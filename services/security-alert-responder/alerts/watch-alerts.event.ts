import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { devicesByEntraId } from '../devices/device.store.ts';
import { takeIn } from '../incidents/incident.store.ts';
import { urgent } from '../microsoft.graph.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { type ListedAlert, lookFrom, seenAfter, unseen } from './alert.ts';
import { alertsSince } from './alerts.graph.ts';
import { type Concern, ofConcern, strangersIn } from './concern.ts';
import { isDue, looksAfter } from './polling.ts';
import { awaitedDevices, keepStray, straysOf } from './stray-alert.store.ts';
import { loadSeen, saveSeen } from './watermark.store.ts';

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
 * Takes in the alerts that are new, and those whose device has become known. That they have been seen is saved last, so that
 * nothing is passed over when a run breaks off. A look that finds nothing writes nothing.
 */
async function look(context: TenantContext): Promise<void> {
  const { state, tenantId, clock } = context;
  const seen = await loadSeen(state, tenantId);
  const graph = urgent(context, 'watching for attacks');
  const listed = await alertsSince(graph, lookFrom(seen, clock.now()));
  const fresh = unseen(seen, listed);
  const awaited = await awaitedDevices(state, tenantId);
  if (fresh.length === 0 && awaited.length === 0) return;
  const named = fresh.flatMap(({ machines }) => machines.flatMap(({ entraDeviceId }) => entraDeviceId ?? []));
  const devices = await devicesByEntraId(state, tenantId, [...named, ...awaited]);
  const strays = await straysOf(state, tenantId, (id) => devices.has(id));
  if (fresh.length === 0 && strays.length === 0) return;
  const { ignoredOwners } = await loadSettings(state, tenantId);
  await take(context, { fresh, strays }, { devices, ignoredOwners });
  if (fresh.length === 0) return;
  // What is left to its owner is looked at again, since the tenant may think better of it.
  const taken = listed.filter(({ assignedTo }) => assignedTo === null || !ignoredOwners.includes(assignedTo));
  if (taken.length > 0) await saveSeen(state, tenantId, seenAfter(seen, taken, clock.now()), optionsOf(context));
}

interface Found {
  readonly fresh: readonly ListedAlert[];
  /** They have waited for a device that is known now. */
  readonly strays: readonly ListedAlert[];
}

/** Into their incidents, those that are of concern; and on record, while they wait for a device. */
async function take(context: TenantContext, { fresh, strays }: Found, concern: Concern): Promise<void> {
  const { state, tenantId, log } = context;
  const options = optionsOf(context);
  const alerts = [...strays, ...fresh];
  const ours = alerts.flatMap((alert) => ofConcern(alert, concern) ?? []);
  const leftOff = await takeIn(state, tenantId, ours, options);
  if (leftOff > 0) log.warn('an incident has more alerts than are kept', { leftOff });
  for (const alert of alerts) {
    const awaits = strangersIn(alert, concern);
    if (awaits.length > 0 || strays.includes(alert)) await keepStray(state, tenantId, alert, awaits, options);
  }
}
