import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { done, reactivated } from '../tickets/deeds.ts';
import { type Ticket, ticketSchema } from '../tickets/ticket.ts';
import type { IncidentNews } from './incident-news.ts';
import { type Incident, incidentAfter, ticketAfter } from './incident-tickets.ts';

const NOW = Date.parse('2026-07-16T08:00:00Z');
const ada = { by: 'Ada', now: NOW };

const news = (phase: IncidentNews['phase'], asked: Partial<IncidentNews> = {}): IncidentNews => ({
  incidentId: 'release-2026-07-b',
  phase,
  title: 'KB5101650 is held',
  text: `It is ${phase}.`,
  area: 'Devices',
  severity: 'B',
  devices: [],
  ...asked,
});

interface Told {
  readonly sequence: number;
  readonly news: IncidentNews;
}

/** The tickets of one incident, and what becomes of them. */
function desk() {
  let incident: Incident | undefined;
  const tickets = new Map<number, Ticket>();
  const newest = () => tickets.get(incident?.episode ?? 1);
  return {
    tickets,
    newest,
    change(rule: (ticket: Ticket) => Ticket) {
      const ticket = newest();
      if (ticket && incident) tickets.set(incident.episode, rule(ticket));
    },
    hear({ sequence, news: told }: Told) {
      incident = incidentAfter(incident, told.phase, sequence, newest()?.state) ?? incident;
      const { episode, over } = incident ?? { episode: 1, over: false };
      const heard = { eventId: `e${sequence}`, now: NOW, timeZone: 'UTC', notice: 'Told.', over };
      const after = ticketAfter(tickets.get(episode), told, { ...heard, ticketId: `ticket:${episode}` });
      if (after) tickets.set(episode, after.state);
    },
  };
}

const isOpen = ({ state }: Ticket): boolean => state !== 'resolved' && state !== 'closed';
const openOnes = (tickets: Iterable<Ticket>) => [...tickets].filter(isOpen).map(({ ticketId }) => ticketId);

describe('an incident', () => {
  const phase = fc.constantFrom('open' as const, 'more' as const, 'over' as const);
  const story = fc.array(phase, { minLength: 1, maxLength: 8 }).map((phases) => {
    return phases.map((each, sequence): Told => ({ sequence, news: news(each) }));
  });
  const heard = story.chain((told) =>
    fc.record({
      told: fc.constant(told),
      order: fc.shuffledSubarray([...told, ...told, ...told], { minLength: told.length * 3 }),
    }),
  );

  it('never has two open tickets, and in the end one exactly when it is open, whatever the bus does with its news', () => {
    fc.assert(
      fc.property(heard, ({ told, order }) => {
        const { tickets, hear } = desk();
        for (const each of order) {
          hear(each);
          expect(openOnes(tickets.values()).length).toBeLessThan(2);
        }
        const last = told.findLast((each) => each.news.phase !== 'more');
        expect(openOnes(tickets.values())).toHaveLength(last?.news.phase === 'over' ? 0 : 1);
      }),
    );
  });

  it('that begins anew after its end has a second ticket, which old news do not end', () => {
    const { tickets, hear, newest } = desk();
    const end = { sequence: 2, news: news('over') };
    for (const told of [{ sequence: 1, news: news('open') }, end, { sequence: 3, news: news('open') }, end]) hear(told);
    expect(tickets.get(1)?.state).toBe('resolved');
    expect(newest()).toMatchObject({ ticketId: 'ticket:2', state: 'new' });
  });

  it('is not over because more is heard of it before its end', () => {
    const { tickets, hear } = desk();
    hear({ sequence: 1, news: news('open') });
    hear({ sequence: 3, news: news('more') });
    hear({ sequence: 2, news: news('over') });
    expect(openOnes(tickets.values())).toEqual([]);
  });

  it('goes on in a new ticket when people closed the first one too early', () => {
    const { hear, newest, change } = desk();
    hear({ sequence: 1, news: news('open') });
    change((ticket) => ({ ...done(ticket, { kind: 'resolve', resolution: 'Fine.' }, ada).state, state: 'closed' }));
    hear({ sequence: 2, news: news('open') });
    expect(newest()).toMatchObject({ ticketId: 'ticket:2', state: 'new' });
  });
});

it('an attack whose title is longer than that of a ticket may be, has a ticket that can be read', () => {
  const { hear, newest } = desk();
  hear({ sequence: 1, news: news('open', { title: 'x'.repeat(512) }) });
  expect(ticketSchema.safeParse(newest())).toMatchObject({ success: true, data: { title: 'x'.repeat(256) } });
});

describe('a ticket that a person has taken up again', () => {
  const takenUp = () => {
    const room = desk();
    room.hear({ sequence: 1, news: news('open') });
    room.hear({ sequence: 2, news: news('over') });
    room.change((ticket) => reactivated(ticket, 'It is back.', ada).state);
    return room;
  };

  it('keeps its incident when that begins anew', () => {
    const { tickets, hear } = takenUp();
    hear({ sequence: 3, news: news('open') });
    expect([...tickets.keys()]).toEqual([1]);
  });

  it('is told of the end, and stays open until that person ends it', () => {
    const { hear, newest } = takenUp();
    hear({ sequence: 3, news: news('open') });
    hear({ sequence: 4, news: news('over') });
    expect(newest()?.state).toBe('working');
    expect(newest()?.entries.at(-1)).toMatchObject({ kind: 'note', text: 'It is over.' });
  });
});

describe('the severity of a ticket for an attack', () => {
  const attack = (severity: IncidentNews['severity']) => news('open', { area: 'Security', severity });

  it('rises with the attack, and its first response is due sooner', () => {
    const { hear, newest } = desk();
    hear({ sequence: 1, news: attack('B') });
    hear({ sequence: 2, news: attack('A') });
    expect(newest()).toMatchObject({ severity: 'A', firstResponseDue: '2026-07-16T09:00:00.000Z' });
  });

  it('stays where a person has put it while the attack gets no worse', () => {
    const { hear, newest, change } = desk();
    hear({ sequence: 1, news: attack('A') });
    change((ticket) => done(ticket, { kind: 'downgrade', text: 'A drill.' }, ada).state);
    hear({ sequence: 2, news: attack('A') });
    expect(newest()?.severity).toBe('B');
  });
});
