import { ticketChanged, ticketResolved } from '../../../shared/contracts/events/ticket-events.ts';
import { ticketNotOpen } from '../errors.ts';
import type { Severity } from './clocks.ts';
import { after, type Deed, reactivated } from './deeds.ts';
import { type Act, entriesWith, isOver, rated, recordOf, severityFor, type Ticket } from './ticket.ts';

/** What a person changes in one step. Another state comes with a comment, which says why. */
export interface Edit {
  readonly title?: string;
  readonly severity?: Severity;
  readonly state?: 'working' | 'waiting-customer' | 'resolved';
  readonly comment?: string;
}

/** The ticket after an edit; undefined when it says what is so. Throws Refusal when the ticket is over, but for taking it up again. */
export function edited(ticket: Ticket, edit: Edit, act: Act) {
  const isBack = ticket.state === 'resolved' && edit.state === 'working';
  if (isOver(ticket) && !isBack) throw ticketNotOpen(ticket.state);
  const { state: open } = isBack ? reactivated(ticket, edit.comment ?? '', act) : { state: ticket };
  const rewritten = reworded(open, edit, act);
  const next = isBack ? rewritten : spokenOf(rewritten, edit, act);
  if (next === ticket) return undefined;
  const event = isOver(next) ? ticketResolved : ticketChanged;
  const { title, severity, state } = next;
  return {
    state: next,
    events: [event.event(recordOf(next))],
    audit: { action: 'ticket.edit', detail: { title, severity, state } },
  };
}

/** With another title and severity. */
function reworded(ticket: Ticket, { title, severity }: Edit, act: Act): Ticket {
  const isRenamed = title !== undefined && title !== ticket.title;
  const named = isRenamed
    ? { ...ticket, title, entries: entriesWith(ticket, act, 'change', `Called “${title}” from now on.`) }
    : ticket;
  if (severity === undefined || severityFor(named.kind, severity) === named.severity) return named;
  const entries = entriesWith(named, act, 'change', `Severity ${severity} instead of ${named.severity}.`);
  return { ...named, ...rated(named, severity, act.now), entries };
}

/** In another state, or with one more word in it. */
function spokenOf(ticket: Ticket, { state, comment }: Edit, act: Act): Ticket {
  if (comment === undefined) return ticket;
  if (state === undefined) return { ...ticket, entries: entriesWith(ticket, act, 'note', comment) };
  return after(ticket, deedFor(ticket.state, state, comment), act);
}

function deedFor(before: Ticket['state'], state: NonNullable<Edit['state']>, text: string): Deed {
  switch (state) {
    case 'working':
      return { kind: before === 'waiting-customer' ? 'reply' : 'start', text };
    case 'waiting-customer':
      return { kind: 'ask', text };
    case 'resolved':
      return { kind: 'resolve', resolution: text };
  }
}
