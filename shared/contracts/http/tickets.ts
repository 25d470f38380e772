import * as z from 'zod';
import { TICKET_AREAS, TICKET_KINDS, TICKET_SEVERITIES, ticketRecord } from '../events/ticket-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const moment = z.iso.datetime();
const kind = z.enum(TICKET_KINDS);
const severity = z.enum(TICKET_SEVERITIES);
const area = z.enum(TICKET_AREAS);
const { state, raisedBy } = ticketRecord.shape;
const text = z.string().trim().min(1).max(4000);
const title = z.string().trim().min(1).max(256);

const person = z.strictObject({
  givenName: z.string().trim().min(1).max(100),
  surname: z.string().trim().min(1).max(100),
  email: z.email().max(320),
  phone: z.string().trim().min(3).max(40),
});

const entry = z
  .object({
    at: moment,
    by: z.string(),
    kind: z
      .enum(['note', 'question', 'reply', 'change', 'notice'])
      .describe('`notice`: whom the service told, in the product.'),
    text: z.string(),
  })
  .meta({ id: 'TicketEntry' });

/** In the words of whoever asks; the area follows from it. */
const category = z.string().trim().min(1).max(100);

/** A ticket with everything that was said about it. */
export const ticketBody = ticketRecord
  .extend({
    category: category.nullable(),
    subcategory: category.nullable(),
    assignee: z.string().nullable(),
    contact: person
      .nullable()
      .describe('Null for what the service raised by itself: the contacts of the area stand in.'),
    firstResponseDue: moment.nullable().describe('By when somebody has to have begun; null once somebody has.'),
    updateDue: moment.nullable().describe('By when the requester has to hear something again.'),
    takeoverAt: moment
      .nullable()
      .describe('When the contacts of the area are asked to stand in for a requester who does not answer.'),
    closesAt: moment.nullable().describe('When it is closed for silence, or cannot be taken up again.'),
    nextActionOwner: z.enum(['Service', 'Customer', 'Vendor']),
    entries: z.array(entry),
    sentence: z.string(),
  })
  .meta({ id: 'Ticket' });

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: moment,
    title: z.string(),
    kind,
    severity,
    area,
    state,
    raisedBy,
    incidentId: z.string().nullable(),
    firstResponseDue: moment.nullable(),
    nextActionOwner: z.enum(['Service', 'Customer', 'Vendor']),
    devices: z.int(),
  })
  .meta({ id: 'TicketRow' });

const path = '/api/v1/tenants/{tenantId}/tickets';
const one = `${path}/{ticketId}` as const;
const params = tenantParams.extend({ ticketId: idSchema });
/** What an edit can bring about; the other states need a name, and have routes of their own. */
const EDIT_STATES = ['working', 'waiting-customer', 'resolved'] as const;

const write = { permission: 'write:support', scope: 'tenant' } as const;
const errors = { 'ticket-unknown': 404, 'ticket-not-open': 409, 'ticket-closed': 409 } as const;
const act = { method: 'POST', access: write, params, answers: { 200: ticketBody }, errors } as const;

/** Tickets: what people ask for, and what the service finds by itself. */
export const ticketEndpoints = defineEndpoints({
  listTickets: {
    method: 'GET',
    path,
    summary: 'Tickets, the newest first; the search looks into title and incident.',
    access: { permission: 'read:support', scope: 'tenant' },
    params: tenantParams,
    query: listQuery.extend({
      state: state.exactOptional(),
      severity: severity.exactOptional(),
      kind: kind.exactOptional(),
      area: area.exactOptional(),
      raisedBy: raisedBy.exactOptional(),
      incidentId: idSchema.exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
  openTicket: {
    method: 'POST',
    path,
    summary:
      'Open a ticket, in an area or in a category. Requests for information and changes are always of severity C.',
    access: write,
    params: tenantParams,
    body: z
      .strictObject({
        kind,
        severity: severity.exactOptional(),
        area: area.exactOptional().describe('By default that of the category.'),
        category: category.exactOptional().describe('Devices, Apps and Security have an area; all else is Other.'),
        subcategory: category.exactOptional(),
        title,
        description: text,
        contact: person,
        devices: z.array(idSchema).max(100).default([]),
      })
      .refine((asked) => asked.area ?? asked.category, 'needs an area or a category'),
    answers: { 201: ticketBody },
    errors: { 'severity-forced': 422, 'contact-missing': 409 },
  },
  readTicket: {
    method: 'GET',
    path: one,
    summary: 'One ticket with its discussion and its clocks.',
    access: { permission: 'read:support', scope: 'tenant' },
    params,
    answers: { 200: ticketBody },
    errors: { 'ticket-unknown': 404 },
  },
  editTicket: {
    ...act,
    method: 'PATCH',
    path: one,
    summary:
      'Change title, severity or state, or say something, in one step. Only incidents have another severity than C.',
    ifMatch: 'required',
    body: z
      .strictObject({
        title: title.exactOptional(),
        severity: severity.exactOptional(),
        state: z.enum(EDIT_STATES).exactOptional().describe('A resolved ticket is taken up again as `working`.'),
        comment: text.exactOptional().describe('With `waiting-customer` the question, with `resolved` how it ended.'),
      })
      .refine((edit) => Object.keys(edit).length > 0, 'changes nothing')
      .refine((edit) => !edit.state || edit.comment, { path: ['comment'], error: 'another state needs a comment' }),
    errors: { ...errors, 'severity-forced': 422 },
  },
  assignTicket: {
    ...act,
    path: `${one}/assign`,
    summary: 'Give it to somebody.',
    body: z.strictObject({ assignee: z.string().trim().min(1).max(320) }),
  },
  startTicket: {
    ...act,
    path: `${one}/start`,
    summary: 'Say that the requester was reached and work has begun: the clock of the first response stops.',
    body: z.strictObject({ text }),
  },
  askRequester: {
    ...act,
    path: `${one}/ask`,
    summary: 'Ask the requester something; silence of 48 hours closes the ticket.',
    body: z.strictObject({ text }),
  },
  replyToTicket: { ...act, path: `${one}/reply`, summary: 'Answer, or add a note.', body: z.strictObject({ text }) },
  transferTicket: {
    ...act,
    path: `${one}/transfer`,
    summary: 'Hand it to another team.',
    body: z.strictObject({ to: z.string().trim().min(1).max(320), text }),
  },
  downgradeTicket: { ...act, path: `${one}/downgrade`, summary: 'One severity lower.', body: z.strictObject({ text }) },
  resolveTicket: {
    ...act,
    path: `${one}/resolve`,
    summary: 'Say how it ended.',
    body: z.strictObject({ resolution: text }),
  },
  reactivateTicket: {
    ...act,
    path: `${one}/reactivate`,
    summary: 'Take it up again within 24 hours.',
    body: z.strictObject({ text }),
  },
});
