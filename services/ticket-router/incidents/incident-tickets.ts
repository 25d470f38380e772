import { ticketChanged } from '../../../shared/contracts/events/ticket-events.ts';
import { done } from '../tickets/deeds.ts';
import { told } from '../tickets/findings.ts';
import { opened, recordOf, type Ticket } from '../tickets/ticket.ts';
import type { IncidentNews } from './incident-news.ts';

/** Which ticket an incident has now: one at a time, however often and in whatever order its news come. */
export interface Incident {
  /** Number of the ticket, from 1 on. */
  readonly episode: number;
  readonly over: boolean;
  /** Of the newest that said whether it is open or over. */
  readonly sequence: number;
}

/** The incident after news; undefined when they say nothing new. `ticket`: state of its newest ticket. */
export function incidentAfter(
  current: Incident | undefined,
  phase: IncidentNews['phase'],
  sequence: number,
  ticket: Ticket['state'] | undefined,
): Incident | undefined {
  // What is merely more says nothing about an end that may be on its way.
  if (phase === 'more') return current ? undefined : { episode: 1, over: false, sequence: -1 };
  const over = phase === 'over';
  if (!current) return { episode: 1, over, sequence };
  if (sequence <= current.sequence) return undefined;
  const isPast = ticket === 'closed' || (current.over && ticket === 'resolved');
  return { episode: current.episode + (!over && isPast ? 1 : 0), over, sequence };
}

interface Heard {
  readonly ticketId: string;
  readonly eventId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
  /** Whom the service has told. */
  readonly notice: string;
  /** Whether the incident is over, by all that is known. */
  readonly over: boolean;
}

/** The ticket after news; undefined when it knows them. It ends with its incident, unless a person has taken it up again. */
export function ticketAfter(current: Ticket | undefined, news: IncidentNews, heard: Heard) {
  const { eventId, now, over } = heard;
  const act = { by: 'ticket-router', now };
  if (!current) {
    const made = raised(news, heard);
    if (!over) return made;
    const ended = done(made.state, { kind: 'resolve', resolution: news.text }, act);
    return { ...ended, events: [...made.events, ...ended.events] };
  }
  if (current.state === 'closed' || current.toldBy.includes(eventId)) return undefined;
  // That a device is cut off or back is not only on record: those who answer for it are told.
  const notice = news.phase === 'more' ? heard.notice : undefined;
  const next = told(current, { ...news, eventId, notice }, act);
  const ends = over && next.state !== 'resolved' && !next.takenUpAgain;
  if (ends) return done(next, { kind: 'resolve', resolution: news.text }, act);
  return { state: next, events: [ticketChanged.event(recordOf(next))] };
}

function raised(news: IncidentNews, { ticketId, eventId, now, timeZone, notice }: Heard) {
  const { text, phase: _, ...asked } = news;
  const made = opened(
    {
      ...asked,
      ...{ ticketId, kind: 'Incident', category: null, subcategory: null },
      ...{ description: text, raisedBy: 'service', contact: null, timeZone },
    },
    { by: 'ticket-router', now },
    notice,
  );
  return { ...made, state: { ...made.state, toldBy: [eventId] } };
}
