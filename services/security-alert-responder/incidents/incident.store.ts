import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { groupBy } from '../../../shared/state/group-by.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { withAlerts } from './changes.ts';
import { type InvolvingAlert, incidentSchema } from './incident.ts';

export const incidentAggregate = defineAggregate({ kind: 'incident', schemaVersion: 1, schema: incidentSchema });

export const incidentList = defineList({
  name: 'security-incidents',
  of: incidentAggregate,
  columns: ['lastSeen', 'firstSeen', 'title', 'severity', 'state', 'category', 'alerts', 'devices', 'triageDue'],
  search: ['title', 'category'],
  row: ({ title, severity, state, category, alertIds, devices, firstSeen, lastSeen, triageDue }) => ({
    lastSeen,
    firstSeen,
    title,
    severity,
    state,
    category,
    alerts: alertIds.length,
    devices: devices.length,
    triageDue,
  }),
});

/** An alert, and the incident that it belongs to. */
export interface NewAlert {
  readonly incidentId: string;
  readonly alert: InvolvingAlert;
}

/** Brings alerts into their incidents, each incident in one go. What is known already changes nothing. */
export async function takeIn(
  state: State,
  tenantId: string,
  alerts: readonly NewAlert[],
  options: ChangeOptions,
): Promise<void> {
  for (const [id, ours] of groupBy(alerts, ({ incidentId }) => incidentId)) {
    const more = ours.map(({ alert }) => alert);
    await state.change(incidentAggregate, { tenantId, id }, withAlerts(id, more), options);
  }
}
