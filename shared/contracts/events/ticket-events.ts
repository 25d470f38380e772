import { z } from 'zod';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

export const TICKET_KINDS = ['Incident', 'RequestForInformation', 'ChangeRequest'] as const;
export const TICKET_SEVERITIES = ['A', 'B', 'C'] as const;
export const TICKET_AREAS = ['AppPackaging', 'Devices', 'Security', 'ItHelpDesk', 'Other'] as const;

const moment = z.iso.datetime();
const text = z.string().max(4000);

/** A ticket as others need it. Every ticket event carries it whole. */
export const ticketRecord = z.object({
  ticketId: identifier,
  kind: z.enum(TICKET_KINDS),
  severity: z.enum(TICKET_SEVERITIES),
  area: z.enum(TICKET_AREAS),
  title: z.string().min(1).max(256),
  description: text,
  state: z.enum(['new', 'assigned', 'working', 'waiting-customer', 'transferred', 'resolved', 'closed']),
  raisedBy: z.enum(['person', 'service']),
  incidentId: identifier.nullable().describe('The incident of another service that it is about.'),
  devices: z.array(identifier).max(100),
  openedAt: moment,
  resolvedAt: moment.nullable(),
  resolution: text.nullable(),
});

export type TicketRecord = z.infer<typeof ticketRecord>;

const publisher = 'ticket-router';

export const ticketOpened = defineEvent({
  type: 'omd.ticket.opened.v1',
  publisher,
  description: 'A ticket is open: by a person, or raised by the service for an incident.',
  data: ticketRecord,
});

export const ticketChanged = defineEvent({
  type: 'omd.ticket.changed.v1',
  publisher,
  description: 'State, severity or contents of a ticket are others now.',
  data: ticketRecord,
});

export const ticketResolved = defineEvent({
  type: 'omd.ticket.resolved.v1',
  publisher,
  description: 'A ticket is resolved; for a day it may be taken up again.',
  data: ticketRecord,
});

export const ticketEvents = [ticketOpened, ticketChanged, ticketResolved];
