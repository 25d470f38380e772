import * as z from 'zod';
import { type Change, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { contactsFor, loadContacts } from '../contacts/contacts.store.ts';
import { ticketAggregate } from '../tickets/ticket.store.ts';
import { done, opened, type Ticket, told } from '../tickets/ticket.ts';
import type { IncidentNews } from './incident-tickets.ts';

/** Which ticket an incident has now: one at a time, however often and in whatever order its news come. */
const incidentAggregate = defineAggregate({
  kind: 'incident',
  schemaVersion: 1,
  schema: z.object({
    /** Number of the ticket, from 1 on. */
    episode: z.int(),
    over: z.boolean(),
    /** The newest version of the incident that was taken in. */
    sequence: z.int(),
  }),
});

/** Takes in news of an incident. @returns the ticket, when there is one */
export async function takeNews(
  state: State,
  tenantId: string,
  news: IncidentNews,
  source: { readonly eventId: string; readonly sequence: number; readonly now: number; readonly timeZone: string },
  options: ChangeOptions,
): Promise<Ticket | undefined> {
  const { incidentId, phase } = news;
  const { state: incident } = await state.change(
    incidentAggregate,
    { tenantId, id: incidentId },
    (current): Change<{ episode: number; over: boolean; sequence: number }> | undefined => {
      if (!current) return { state: { episode: 1, over: phase === 'over', sequence: source.sequence } };
      if (source.sequence <= current.sequence) return undefined;
      const again = current.over && phase === 'open';
      return {
        state: { episode: current.episode + (again ? 1 : 0), over: phase === 'over', sequence: source.sequence },
      };
    },
    options,
  );
  const id = `ticket:${incidentId}:${incident?.episode ?? 1}`;
  const contacts = contactsFor(await loadContacts(state, tenantId), news.area);
  const saved = await state.change(
    ticketAggregate,
    { tenantId, id },
    (current) => decide(current, id, news, source, contacts, incident?.over ?? false),
    options,
  );
  return saved.state;
}

/** Made by whichever news comes first; ended when the incident is over, unless a person has taken it up for themselves. */
function decide(
  current: Ticket | undefined,
  ticketId: string,
  news: IncidentNews,
  { eventId, now, timeZone }: { readonly eventId: string; readonly now: number; readonly timeZone: string },
  contacts: readonly string[],
  over: boolean,
): Change<Ticket> | undefined {
  const act = { by: 'ticket-router', now };
  if (!current) {
    const { incidentId, title, text, area, severity, devices } = news;
    const asked = {
      ticketId,
      kind: 'Incident',
      severity,
      area,
      title,
      description: text,
      raisedBy: 'service',
      incidentId,
      contact: null,
      devices,
      timeZone,
    } as const;
    const notice =
      contacts.length > 0 ? `Told in the product: ${contacts.join(', ')}.` : `Nobody is named as contact for ${area}.`;
    const made = opened(asked, act, notice);
    const state = { ...made.state, toldBy: [eventId] };
    if (!over) return { ...made, state };
    const ended = done(state, { kind: 'resolve', resolution: text }, act);
    return { state: ended.state, events: [...made.events, ...ended.events], audit: made.audit };
  }
  if (current.state === 'closed' || current.toldBy.includes(eventId)) return undefined;
  const noted = told(current, eventId, news.text, act, news.devices);
  if (!noted) return undefined;
  const isOpen = noted.state.state !== 'resolved';
  if (news.phase !== 'over' || !isOpen) return noted;
  const ended = done(noted.state, { kind: 'resolve', resolution: news.text }, act);
  return { state: ended.state, events: ended.events, audit: ended.audit };
}
