import type { Context } from '../../../shared/functions/context.ts';
import { devicesByEntraId } from '../devices/device.store.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { type InvolvedDevice, incidentIdOf, withAlert } from '../incidents/incident.ts';
import { urgent } from '../microsoft.graph.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { type ListedAlert, lookFrom, watermarkAfter } from './alert.ts';
import { alertsSince } from './alerts.graph.ts';
import { loadWatermark, moveWatermark } from './watermark.store.ts';

/** Days that a new tenant's alerts are looked back for. */
const FIRST_LOOK_DAYS = 7;

/**
 * Takes in the alerts that are new. What has been seen is seen again for a while, and changes nothing; the watermark moves
 * last, so that nothing is passed over when a run breaks off. A look that finds nothing writes nothing.
 */
export async function watchAlerts(context: Context & { readonly tenantId: string }): Promise<void> {
  const { state, tenantId, actor, clock } = context;
  const watermark = await loadWatermark(state, tenantId);
  const graph = urgent(context, 'watching for attacks');
  const alerts = await alertsSince(graph, lookFrom(watermark, clock.now() - FIRST_LOOK_DAYS * 86_400_000));
  const newest = watermarkAfter(watermark, alerts);
  if (alerts.length === 0 || newest === null) return;
  const { ignoredOwners } = await loadSettings(state, tenantId);
  const managed = await devicesByEntraId(state, tenantId);
  for (const alert of alerts) {
    if (alert.assignedTo && ignoredOwners.includes(alert.assignedTo)) continue;
    const devices = involved(alert, managed);
    if (devices.length === 0) continue;
    const id = incidentIdOf(alert.incident);
    await state.change(incidentAggregate, { tenantId, id }, withAlert(id, { alert, devices }), { actor });
  }
  if (newest !== watermark) await moveWatermark(state, tenantId, newest, { actor });
}

/** Those of its machines that are ours to protect. */
function involved({ machines }: ListedAlert, managed: Awaited<ReturnType<typeof devicesByEntraId>>): InvolvedDevice[] {
  const found = new Map<string, InvolvedDevice>();
  for (const { machineId, entraDeviceId } of machines) {
    const device = managed.get(entraDeviceId ?? '');
    if (device) found.set(device.id, { deviceId: device.id, machineId, sensitive: device.sensitive });
  }
  return [...found.values()];
}
