import type { Ticket } from './ticket.ts';

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
