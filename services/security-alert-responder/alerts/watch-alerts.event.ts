import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { devicesByEntraId } from '../devices/device.store.ts';
import { type NewAlert, takeIn } from '../incidents/incident.store.ts';
import { type InvolvedDevice, incidentIdOf, MOST_DEVICES } from '../incidents/incident.ts';
import { urgent } from '../microsoft.graph.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { type ListedAlert, lookFrom, watermarkAfter } from './alert.ts';
import { alertsSince } from './alerts.graph.ts';
import { isDue, looksAfter } from './polling.ts';
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
 * Takes in the alerts that are new. What has been seen is seen again for a while, and changes nothing; the watermark moves
 * last, so that nothing is passed over when a run breaks off. A look that finds nothing writes nothing.
 */
async function look(context: TenantContext): Promise<void> {
  const { state, tenantId, clock } = context;
  const options = optionsOf(context);
  const watermark = await loadWatermark(state, tenantId);
  const graph = urgent(context, 'watching for attacks');
  const alerts = await alertsSince(graph, lookFrom(watermark, clock.now()));
  if (alerts.length === 0) return;
  await takeIn(state, tenantId, await ofConcern(context, alerts), options);
  const newest = watermarkAfter(watermark, alerts, clock.now());
  if (newest !== null && newest !== watermark) await moveWatermark(state, tenantId, newest, options);
}

/** Alerts on devices that are ours to protect, but for those that are somebody else's work. */
async function ofConcern(
  { state, tenantId }: TenantContext,
  alerts: readonly ListedAlert[],
): Promise<readonly NewAlert[]> {
  const { ignoredOwners } = await loadSettings(state, tenantId);
  const managed = await devicesByEntraId(state, tenantId);
  return alerts.flatMap(({ incident, assignedTo, machines, ...alert }) => {
    if (assignedTo && ignoredOwners.includes(assignedTo)) return [];
    const involved = new Map<string, InvolvedDevice>();
    for (const { machineId, entraDeviceId } of machines) {
      const device = managed.get(entraDeviceId ?? '');
      if (device) involved.set(device.id, { deviceId: device.id, machineId, sensitive: device.sensitive });
    }
    const devices = [...involved.values()].slice(0, MOST_DEVICES);
    return devices.length > 0 ? [{ incidentId: incidentIdOf(incident), alert: { ...alert, devices } }] : [];
  });
}
