import * as z from 'zod';
import { type TicketRecord, ticketOpened, ticketRecord } from '../../../shared/contracts/events/ticket-events.ts';
import { ticketBody } from '../../../shared/contracts/http/tickets.ts';
import { severityForced } from '../errors.ts';
import { firstResponseDue, type Severity, updateDue } from './clocks.ts';

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

export type Entry = Ticket['entries'][number];

/** Who acts, and when. */
export interface Act {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const MOST_TITLE = 256;
export const MOST_DEVICES = 100;
const MOST_ENTRIES = 200;
const MOST_TEXT = 4000;

/** Only incidents may be of another severity than C. [MMD: support-request] */
export function severityFor(kind: Ticket['kind'], asked: Severity | undefined): Severity {
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
    | 'category'
    | 'subcategory'
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
    takeoverAt: null,
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

/** Nothing more is done with it, unless it is taken up again. */
export const isOver = ({ state }: Ticket): boolean => state === 'resolved' || state === 'closed';

/** Of another severity: its clocks begin anew. */
export function rated(
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

/** With what was said or done last; of a long discussion the newest is kept. */
export function entriesWith({ entries }: Ticket, { by, now }: Act, kind: Entry['kind'], text: string): Entry[] {
  return [...entries, { at: iso(now), by, kind, text: text.slice(0, MOST_TEXT) }].slice(-MOST_ENTRIES);
}

/** What others are told. */
export const recordOf = (ticket: Ticket): TicketRecord => ticketRecord.parse(ticket);

/** A moment as it is kept; `moment` in milliseconds since 1970. */
export const iso = (moment: number): string => new Date(moment).toISOString();
