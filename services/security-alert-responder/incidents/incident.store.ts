import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import { incidentSchema } from './incident.ts';

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
