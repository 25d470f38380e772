import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import { ticketSchema } from './ticket.ts';

export const ticketAggregate = defineAggregate({ kind: 'ticket', schemaVersion: 1, schema: ticketSchema });

export const ticketList = defineList({
  name: 'tickets',
  of: ticketAggregate,
  columns: [
    'openedAt',
    'title',
    'kind',
    'severity',
    'area',
    'state',
    'raisedBy',
    'incidentId',
    'firstResponseDue',
    'nextActionOwner',
    'devices',
  ],
  search: ['title', 'incidentId'],
  row: ({
    openedAt,
    title,
    kind,
    severity,
    area,
    state,
    raisedBy,
    incidentId,
    firstResponseDue,
    nextActionOwner,
    devices,
  }) => ({
    openedAt,
    title,
    kind,
    severity,
    area,
    state,
    raisedBy,
    incidentId,
    firstResponseDue,
    nextActionOwner,
    devices: devices.length,
  }),
});
