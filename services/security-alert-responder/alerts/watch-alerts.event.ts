import type { Context } from '../../../shared/functions/context.ts';
import { devicesByEntraId } from '../devices/device.store.ts';
import { type NewAlert, takeIn } from '../incidents/incident.store.ts';
import { type InvolvedDevice, incidentIdOf, MOST_DEVICES } from '../incidents/incident.ts';
import { urgent } from '../microsoft.graph.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { type ListedAlert, lookFrom, watermarkAfter } from './alert.ts';
import { alertsSince } from './alerts.graph.ts';
import { loadWatermark, moveWatermark } from './watermark.store.ts';

/**
 * Takes in the alerts that are new. What has been seen is seen again for a while, and changes nothing; the watermark moves
 * last, so that nothing is passed over when a run breaks off. A look that finds nothing writes nothing.
 */
export async function watchAlerts(context: Context & { readonly tenantId: string }): Promise<void> {
  const { state, tenantId, actor, clock } = context;
  const watermark = await loadWatermark(state, tenantId);
  const graph = urgent(context, 'watching for attacks');
  const alerts = await alertsSince(graph, lookFrom(watermark, clock.now()));
  if (alerts.length === 0) return;
  await takeIn(state, tenantId, await ofConcern(context, alerts), { actor });
  const newest = watermarkAfter(watermark, alerts, clock.now());
  if (newest !== null && newest !== watermark) await moveWatermark(state, tenantId, newest, { actor });
}

/** Alerts on devices that are ours to protect, but for those that are somebody else's work. */
async function ofConcern(
  { state, tenantId }: Context & { readonly tenantId: string },
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
