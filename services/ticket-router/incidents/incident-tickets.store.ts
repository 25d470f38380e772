import * as z from 'zod';
import { type Change, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { loadContacts, noticeFor } from '../contacts/contacts.store.ts';
import { incidentGoesOn } from '../errors.ts';
import { ticketAggregate } from '../tickets/ticket.store.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { IncidentNews } from './incident-news.ts';
import { type Incident, incidentAfter, ticketAfter } from './incident-tickets.ts';

const incidentAggregate = defineAggregate<Incident>({
  kind: 'incident',
  schemaVersion: 1,
  schema: z.object({ episode: z.int(), over: z.boolean(), sequence: z.int() }),
});

/** Where and when news were heard. */
interface Source {
  readonly eventId: string;
  /** Orders the news of one incident. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly timeZone: string;
}

/** Takes in news of an incident. @returns the ticket that has it */
export async function takeNews(
  state: State,
  tenantId: string,
  news: IncidentNews,
  source: Source,
  options: ChangeOptions,
): Promise<Ticket | undefined> {
  const incident = await changeIncident(state, tenantId, news, source.sequence, options);
  const id = ticketIdOf(news.incidentId, incident.episode);
  const notice = noticeFor(await loadContacts(state, tenantId), news.area);
  const decide = (current: Ticket | undefined): Change<Ticket> | undefined =>
    ticketAfter(current, news, { ...source, ticketId: id, notice, over: incident.over });
  return (await state.change(ticketAggregate, { tenantId, id }, decide, options)).state;
}

async function changeIncident(
  state: State,
  tenantId: string,
  news: IncidentNews,
  sequence: number,
  options: ChangeOptions,
): Promise<Incident> {
  const { incidentId: id } = news;
  const known = await state.load(incidentAggregate, tenantId, id);
  const ticketId = ticketIdOf(id, known?.state.episode ?? 1);
  const ticket = (await state.load(ticketAggregate, tenantId, ticketId))?.state;
  const { state: incident } = await state.change(
    incidentAggregate,
    { tenantId, id },
    (current) => {
      const next = incidentAfter(current, news.phase, sequence, ticket?.state);
      return next && { state: next };
    },
    options,
  );
  if (!incident) throw new TypeError(`Incident ${id} is always kept.`);
  return incident;
}

/** Throws Refusal `ticket-closed` when the incident of a ticket has a newer ticket. */
export async function refuseOlder(state: State, tenantId: string, ticketId: string): Promise<void> {
  const incidentId = (await state.load(ticketAggregate, tenantId, ticketId))?.state.incidentId;
  if (!incidentId) return;
  const incident = await state.load(incidentAggregate, tenantId, incidentId);
  const newest = ticketIdOf(incidentId, incident?.state.episode ?? 1);
  if (newest !== ticketId) throw incidentGoesOn(newest);
}

const ticketIdOf = (incidentId: string, episode: number): string => `ticket:${incidentId}:${episode}`;
