import { ticketChanged } from '../../../shared/contracts/events/ticket-events.ts';
import { done } from './deeds.ts';
import { entriesWith, recordOf, type Ticket } from './ticket.ts';

/** What a clock that has run out means for the ticket as it is then; nothing, when somebody was quicker. `notice`: whom the service tells. */
export function clockRanOut(ticket: Ticket, now: number, notice: string) {
  if (hasPassed(ticket.takeoverAt, now)) return takeover(ticket, now, notice);
  if (!hasPassed(ticket.closesAt, now)) return overdue(ticket, now);
  if (ticket.state === 'waiting-customer') return done(ticket, { kind: 'silence' }, { by: 'ticket-router', now });
  const next: Ticket = { ...ticket, state: 'closed', closesAt: null };
  return { state: next, events: [ticketChanged.event(recordOf(next))], audit: { action: 'ticket.close' } };
}

/** Those who stand in for a requester who is silent are told before the ticket is closed for it. */
function takeover(ticket: Ticket, now: number, notice: string) {
  const text = `The requester has not answered for 24 hours; the contacts of ${ticket.area} are asked to take over. ${notice}`;
  const next: Ticket = {
    ...ticket,
    takeoverAt: null,
    entries: entriesWith(ticket, { by: 'ticket-router', now }, 'notice', text),
  };
  return { state: next, events: [ticketChanged.event(recordOf(next))], audit: { action: 'ticket.ask-contacts' } };
}

/** Says once that a response or an update is late; the moment stays, so that the list shows how late. */
function overdue(ticket: Ticket, now: number) {
  const due = pendingDue(ticket);
  if (!hasPassed(due, now)) return undefined;
  const text = ticket.firstResponseDue ? 'Nobody has begun in time.' : 'The requester has not heard anything in time.';
  const entries = entriesWith(ticket, { by: 'ticket-router', now }, 'notice', text);
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
  const moments = [ticket.takeoverAt, ticket.closesAt, pendingDue(ticket)].flatMap((moment) =>
    moment ? [Date.parse(moment)] : [],
  );
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
