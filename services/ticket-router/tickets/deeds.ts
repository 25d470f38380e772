import { ticketChanged, ticketResolved } from '../../../shared/contracts/events/ticket-events.ts';
import { ticketClosed, ticketNotOpen } from '../errors.ts';
import { REOPEN_MS, SILENCE_MS, TAKEOVER_MS, updateDue } from './clocks.ts';
import { type Act, type Entry, entriesWith, isOver, iso, rated, recordOf, type Ticket } from './ticket.ts';

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
export function done(ticket: Ticket, deed: Deed, act: Act) {
  if (isOver(ticket)) throw ticketNotOpen(ticket.state);
  const next = after(ticket, deed, act);
  const event = isOver(next) ? ticketResolved : ticketChanged;
  return {
    state: next,
    events: [event.event(recordOf(next))],
    audit: { action: `ticket.${deed.kind}`, detail: { state: next.state } },
  };
}

/** The ticket after a deed that its state allows. */
export function after(ticket: Ticket, deed: Deed, act: Act): Ticket {
  const said = (kind: Entry['kind'], text: string) => entriesWith(ticket, act, kind, text);
  const working = {
    firstResponseDue: null,
    updateDue: iso(updateDue(ticket.severity, act.now, ticket.timeZone)),
    nextActionOwner: 'Service',
    takeoverAt: null,
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
        takeoverAt: iso(act.now + TAKEOVER_MS),
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
        takeoverAt: null,
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

function over(ticket: Ticket, resolution: string, now: number): Ticket {
  return {
    ...ticket,
    state: 'resolved',
    resolvedAt: iso(now),
    resolution,
    firstResponseDue: null,
    updateDue: null,
    nextActionOwner: 'Customer',
    takeoverAt: null,
    closesAt: iso(now + REOPEN_MS),
  };
}

/** Within a day of its end. */
export function reactivated(ticket: Ticket, text: string, act: Act) {
  const { now } = act;
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
    entries: entriesWith(ticket, act, 'change', `Taken up again: ${text}`),
  };
  return {
    state: next,
    events: [ticketChanged.event(recordOf(next))],
    audit: { action: 'ticket.reactivate', detail: { state: next.state } },
  };
}
