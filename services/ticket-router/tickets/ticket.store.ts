import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import { ticketSchema } from './ticket.ts';
import { nextClock } from './ticket-clocks.ts';

export const ticketAggregate = defineAggregate({
  kind: 'ticket',
  schemaVersion: 2,
  schema: ticketSchema,
  upgrades: { 1: (data) => ({ ...Object(data), category: null, subcategory: null, takeoverAt: null }) },
});

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
  row(ticket) {
    const { openedAt, title, kind, severity, area, state, raisedBy, incidentId, firstResponseDue } = ticket;
    return {
      ...{ openedAt, title, kind, severity, area, state, raisedBy, incidentId, firstResponseDue },
      nextActionOwner: ticket.nextActionOwner,
      devices: ticket.devices.length,
      // For the sweep alone.
      clockAt: nextClock(ticket) ?? null,
    };
  },
});
