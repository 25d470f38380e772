import { type AggregateKey, defineAggregate } from '../../../shared/state/aggregate.ts';
import { groupBy } from '../../../shared/state/group-by.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { involve } from '../devices/device.ts';
import type { AlertOfIncident, InvolvingAlert, NewAlert } from './alert-of-incident.ts';
import { addToPage } from './alert-page.store.ts';
import { withAlerts, withPage } from './changes.ts';
import { incidentSchema, MOST_PAGES } from './incident.ts';
import { tallyOf } from './tally.ts';

export const incidentAggregate = defineAggregate({
  kind: 'incident',
  schemaVersion: 2,
  schema: incidentSchema,
  upgrades: { 1: (data) => ({ ...Object(data), pages: [], alertCount: Object(data).alerts.length }) },
});

export const incidentList = defineList({
  name: 'security-incidents',
  of: incidentAggregate,
  columns: ['lastSeen', 'firstSeen', 'title', 'severity', 'state', 'category', 'alerts', 'devices', 'triageDue'],
  search: ['title', 'category'],
  row: ({ title, severity, state, category, alertCount, devices, firstSeen, lastSeen, triageDue }) => ({
    lastSeen,
    firstSeen,
    title,
    severity,
    state,
    category,
    alerts: alertCount,
    devices: devices.length,
    triageDue,
  }),
});

/**
 * Brings alerts into their incidents, each incident in one go, and each incident on record with its devices. What is known already changes nothing.
 * @returns how many had no room in any page
 */
export async function takeIn(
  state: State,
  tenantId: string,
  alerts: readonly AlertOfIncident[],
  options: ChangeOptions,
): Promise<number> {
  let leftOff = 0;
  for (const [id, more] of groupBy(alerts, ({ incidentId }) => incidentId)) {
    const key = { tenantId, id };
    const { state: incident } = await state.change(incidentAggregate, key, withAlerts(id, more), options);
    if (!incident) continue;
    const ours = more.filter(({ onlyIfKnown }) => !onlyIfKnown).flatMap(({ alert }) => alert.devices);
    for (const device of new Set(ours.map(({ deviceId }) => deviceId)))
      await state.change(deviceAggregate, { tenantId, id: device }, involve(id), options);
    leftOff += await takeIntoPages(state, key, without(more, incident.alerts), options);
  }
  return leftOff;
}

async function takeIntoPages(
  state: State,
  key: AggregateKey,
  more: readonly NewAlert[],
  options: ChangeOptions,
): Promise<number> {
  const { tenantId, id: incidentId } = key;
  let left = more;
  for (let page = 1; left.length > 0 && page <= MOST_PAGES; page++) {
    const alerts = await addToPage(state, { tenantId, incidentId, page }, left, options);
    // Only news of alerts that are on no page are left.
    if (alerts.length === 0) return 0;
    await state.change(incidentAggregate, key, withPage(page, tallyOf(alerts)), options);
    left = without(left, alerts);
  }
  return left.filter(({ onlyIfKnown }) => !onlyIfKnown).length;
}

function without(more: readonly NewAlert[], taken: readonly InvolvingAlert[]): readonly NewAlert[] {
  const ids = new Set(taken.map(({ alertId }) => alertId));
  return more.filter(({ alert }) => !ids.has(alert.alertId));
}
