import * as z from 'zod';
import type { TICKET_KINDS } from '../../../shared/contracts/events/ticket-events.ts';
import { ticketChanged, ticketOpened, ticketResolved } from '../../../shared/contracts/events/ticket-events.ts';
import { ticketBody } from '../../../shared/contracts/http/tickets.ts';
import { severityForced, ticketClosed, ticketNotOpen } from '../errors.ts';
import { firstResponseDue, REOPEN_MS, type Severity, SILENCE_MS, updateDue } from './clocks.ts';

export const ticketSchema = ticketBody.omit({ sentence: true }).extend({
  /** In which its clocks run. */
  timeZone: z.string(),
  /** What told it, so that nothing counts twice. */
  toldBy: z.array(z.string()).max(50),
  /** The highest that news of its incident have said: people may go below it, until the news get worse. */
  toldSeverity: ticketBody.shape.severity,
  /** By a person, who then decides when it ends. */
  takenUpAgain: z.boolean(),
  /** The due moment that was missed and is noted. */
  missed: ticketBody.shape.updateDue,
});

/** Something that has to be dealt with. */
export type Ticket = z.infer<typeof ticketSchema>;

export type Kind = (typeof TICKET_KINDS)[number];
type Entry = Ticket['entries'][number];

/** Who acts, and when. */
export interface Act {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const MOST_TITLE = 256;
const MOST_DEVICES = 100;
const MOST_ENTRIES = 200;

/** Only incidents may be of another severity than C. [MMD: support-request] */
export function severityFor(kind: Kind, asked: Severity | undefined): Severity {
  if (kind === 'Incident') return asked ?? 'C';
  if (asked !== undefined && asked !== 'C') throw severityForced();
  return 'C';
}

export interface NewTicket
  extends Pick<
    Ticket,
    | 'ticketId'
    | 'kind'
    | 'severity'
    | 'area'
    | 'title'
    | 'description'
    | 'raisedBy'
    | 'incidentId'
    | 'contact'
    | 'timeZone'
  > {
  readonly devices: readonly string[];
}

/** A new ticket: its first clock runs. */
export function opened(asked: NewTicket, { by, now }: Act, notice: string) {
  const { severity, timeZone } = asked;
  const ticket: Ticket = {
    ...asked,
    // Those of alerts are longer.
    title: asked.title.slice(0, MOST_TITLE),
    devices: asked.devices.slice(0, MOST_DEVICES),
    state: 'new',
    openedAt: iso(now),
    resolvedAt: null,
    resolution: null,
    assignee: null,
    firstResponseDue: iso(firstResponseDue(severity, now, timeZone)),
    updateDue: null,
    closesAt: null,
    nextActionOwner: 'Service',
    entries: [{ at: iso(now), by, kind: 'notice', text: notice }],
    toldBy: [],
    toldSeverity: severity,
    takenUpAgain: false,
    missed: null,
  };
  return {
    state: ticket,
    events: [ticketOpened.event(recordOf(ticket))],
    audit: { action: 'ticket.open', detail: { severity } },
  };
}

/** What can be done with an open ticket. */
export type Deed =
  | { readonly kind: 'assign'; readonly assignee: string }
  | { readonly kind: 'start'; readonly text: string }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'transfer'; readonly to: string; readonly text: string }
  | { readonly kind: 'downgrade'; readonly text: string }
  | { readonly kind: 'resolve'; readonly resolution: string }
  | { readonly kind: 'silence' };

/** The ticket after a deed. Throws Refusal when it is over. */
export function done(ticket: Ticket, deed: Deed, { by, now }: Act) {
  if (ticket.state === 'resolved' || ticket.state === 'closed') throw ticketNotOpen(ticket.state);
  const next = after(ticket, deed, { by, now });
  const isOver = next.state === 'resolved';
  const event = isOver ? ticketResolved : ticketChanged;
  return {
    state: next,
    events: [event.event(recordOf(next))],
    audit: { action: `ticket.${deed.kind}`, detail: { state: next.state } },
  };
}

function after(ticket: Ticket, deed: Deed, act: Act): Ticket {
  const said = (kind: Entry['kind'], text: string) => entriesWith(ticket, { at: iso(act.now), by: act.by, kind, text });
  const working = {
    firstResponseDue: null,
    updateDue: iso(updateDue(ticket.severity, act.now, ticket.timeZone)),
    nextActionOwner: 'Service',
    closesAt: null,
  } as const;
  switch (deed.kind) {
    case 'assign':
      return {
        ...ticket,
        assignee: deed.assignee,
        state: ticket.state === 'new' ? 'assigned' : ticket.state,
        entries: said('change', `Assigned to ${deed.assignee}.`),
      };
    case 'start':
      return { ...ticket, ...working, state: 'working', entries: said('reply', deed.text) };
    case 'ask':
      return {
        ...ticket,
        ...working,
        updateDue: null,
        state: 'waiting-customer',
        nextActionOwner: 'Customer',
        // Attacks are never closed because somebody is silent.
        closesAt: ticket.area === 'Security' ? null : iso(act.now + SILENCE_MS),
        entries: said('question', deed.text),
      };
    case 'reply':
      if (ticket.state !== 'waiting-customer') return { ...ticket, entries: said('note', deed.text) };
      return { ...ticket, ...working, state: 'working', entries: said('reply', deed.text) };
    case 'transfer':
      return {
        ...ticket,
        state: 'transferred',
        nextActionOwner: 'Vendor',
        // The requester's silence says nothing any more.
        closesAt: null,
        entries: said('change', `Handed to ${deed.to}: ${deed.text}`),
      };
    case 'downgrade':
      return {
        ...ticket,
        // The floor is C.
        ...rated(ticket, ticket.severity === 'A' ? 'B' : 'C', act.now),
        entries: said('change', `One severity lower: ${deed.text}`),
      };
    case 'resolve':
      return { ...over(ticket, deed.resolution, act.now), entries: said('change', `Resolved: ${deed.resolution}`) };
    case 'silence': {
      const text = 'Closed for silence: the requester did not answer within 48 hours.';
      return { ...over(ticket, text, act.now), entries: said('change', text) };
    }
  }
}

/** Of another severity: its clocks begin anew. */
function rated(
  { firstResponseDue: first, updateDue: update, timeZone }: Ticket,
  severity: Severity,
  now: number,
): Partial<Ticket> {
  return {
    severity,
    ...(first && { firstResponseDue: iso(firstResponseDue(severity, now, timeZone)) }),
    ...(update && { updateDue: iso(updateDue(severity, now, timeZone)) }),
  };
}

function over(ticket: Ticket, resolution: string, now: number): Ticket {
  return {
    ...ticket,
    state: 'resolved',
    resolvedAt: iso(now),
    resolution,
    firstResponseDue: null,
    updateDue: null,
    nextActionOwner: 'Customer',
    closesAt: iso(now + REOPEN_MS),
  };
}

/** Within a day of its end. */
export function reactivated(ticket: Ticket, text: string, { by, now }: Act) {
  if (ticket.state !== 'resolved') throw ticketNotOpen(ticket.state);
  if (now >= Date.parse(ticket.closesAt ?? '')) throw ticketClosed();
  const next: Ticket = {
    ...ticket,
    state: 'working',
    takenUpAgain: true,
    resolvedAt: null,
    resolution: null,
    closesAt: null,
    nextActionOwner: 'Service',
    updateDue: iso(updateDue(ticket.severity, now, ticket.timeZone)),
    entries: entriesWith(ticket, { at: iso(now), by, kind: 'change', text: `Taken up again: ${text}` }),
  };
  return {
    state: next,
    events: [ticketChanged.event(recordOf(next))],
    audit: { action: 'ticket.reactivate', detail: { state: next.state } },
  };
}

/** What a clock that has run out means for the ticket as it is then; nothing, when somebody was quicker. */
export function clockRanOut(ticket: Ticket, now: number) {
  if (!hasPassed(ticket.closesAt, now)) return overdue(ticket, now);
  if (ticket.state === 'waiting-customer') return done(ticket, { kind: 'silence' }, { by: 'ticket-router', now });
  const next: Ticket = { ...ticket, state: 'closed', closesAt: null };
  return { state: next, events: [ticketChanged.event(recordOf(next))], audit: { action: 'ticket.close' } };
}

/** Says once that a response or an update is late; the moment stays, so that the list shows how late. */
function overdue(ticket: Ticket, now: number) {
  const due = pendingDue(ticket);
  if (!hasPassed(due, now)) return undefined;
  const text = ticket.firstResponseDue ? 'Nobody has begun in time.' : 'The requester has not heard anything in time.';
  const entries = entriesWith(ticket, { at: iso(now), by: 'ticket-router', kind: 'notice', text });
  return { state: { ...ticket, missed: due, entries }, audit: { action: 'ticket.overdue', detail: { due } } };
}

const hasPassed = (moment: string | null, now: number): boolean => moment !== null && now >= Date.parse(moment);

/** The first response, then updates; null when it was missed already. */
function pendingDue({ firstResponseDue: first, updateDue: update, missed }: Ticket): string | null {
  const due = first ?? update;
  return due === missed ? null : due;
}

/** When the next of its clocks runs out; milliseconds since 1970. */
export function nextClock(ticket: Ticket): number | undefined {
  const moments = [ticket.closesAt, pendingDue(ticket)].flatMap((moment) => (moment ? [Date.parse(moment)] : []));
  return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** What another service has found out about the incident of a ticket. */
export interface Finding {
  readonly eventId: string;
  readonly text: string;
  readonly severity: Severity;
  readonly devices: readonly string[];
}

/** The ticket with a finding in it: of a higher severity when that is news. */
export function told(ticket: Ticket, { eventId, text, severity, devices }: Finding, { by, now }: Act): Ticket {
  const isOpen = ticket.state !== 'resolved' && ticket.state !== 'closed';
  // A comes before B.
  const isWorse = isOpen && severity < ticket.toldSeverity;
  return {
    ...ticket,
    ...(isWorse && { toldSeverity: severity }),
    ...(isWorse && severity < ticket.severity && rated(ticket, severity, now)),
    devices: [...new Set([...ticket.devices, ...devices])].slice(0, MOST_DEVICES),
    toldBy: [...ticket.toldBy, eventId].slice(-50),
    entries: entriesWith(ticket, { at: iso(now), by, kind: 'note', text }),
  };
}

function entriesWith({ entries }: Ticket, entry: Entry): Entry[] {
  return [...entries, { ...entry, text: entry.text.slice(0, 4000) }].slice(-MOST_ENTRIES);
}

/** What others are told. */
export function recordOf(ticket: Ticket) {
  const {
    ticketId,
    kind,
    severity,
    area,
    title,
    description,
    state,
    raisedBy,
    incidentId,
    devices,
    openedAt,
    resolvedAt,
    resolution,
  } = ticket;
  return {
    ticketId,
    kind,
    severity,
    area,
    title,
    description,
    state,
    raisedBy,
    incidentId,
    devices,
    openedAt,
    resolvedAt,
    resolution,
  };
}

/** Where it stands, for people. */
export function sentenceOf(ticket: Ticket): string {
  const { state, assignee, firstResponseDue: first, closesAt, resolution } = ticket;
  switch (state) {
    case 'new':
      return `Nobody has taken it on yet; somebody has to begin by ${shown(first)}.`;
    case 'assigned':
      return `${assignee ?? 'Somebody'} has it; work has to begin by ${shown(first)}.`;
    case 'working':
      return `${assignee ?? 'Somebody'} is at work on it.`;
    case 'waiting-customer':
      if (!closesAt) return 'The requester was asked something.';
      return `The requester was asked something; without an answer it is closed on ${shown(closesAt)}.`;
    case 'transferred':
      return 'Another team has it.';
    case 'resolved':
      return `Resolved: ${resolution ?? ''} Until ${shown(closesAt)} it can be taken up again.`;
    case 'closed':
      return `Closed: ${resolution ?? ''}`;
  }
}

const shown = (text: string | null): string => (text ? `${text.slice(0, 16).replace('T', ' ')} UTC` : 'soon');
const iso = (moment: number): string => new Date(moment).toISOString();
