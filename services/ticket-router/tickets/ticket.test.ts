import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deed, done, reactivated } from './deeds.ts';
import { type NewTicket, opened, severityFor, type Ticket } from './ticket.ts';
import { clockRanOut, nextClock } from './ticket-clocks.ts';

const NOW = Date.parse('2026-07-07T08:00:00Z');
const HOUR = 3_600_000;
const ada = { by: 'Ada', now: NOW };
const asked: NewTicket = {
  ticketId: 'ticket:1',
  kind: 'Incident',
  severity: 'B',
  area: 'Devices',
  category: null,
  subcategory: null,
  title: 'Laptops crash',
  description: 'Since this morning.',
  raisedBy: 'person',
  incidentId: null,
  contact: null,
  timeZone: 'Europe/Berlin',
  devices: [],
};
const fresh = opened(asked, ada, 'Told.').state;
const having = (...deeds: readonly Deed[]): Ticket =>
  deeds.reduce((ticket, deed) => done(ticket, deed, ada).state, fresh);

const runOut = (ticket: Ticket, now: number): Ticket | undefined => clockRanOut(ticket, now, 'Told: Dana.')?.state;

describe('the severity', () => {
  it('is chosen for incidents alone', () => {
    expect(severityFor('Incident', 'A')).toBe('A');
    expect(severityFor('ChangeRequest', undefined)).toBe('C');
    expect(() => severityFor('RequestForInformation', 'B')).toThrow(
      expect.objectContaining({ code: 'severity-forced' }),
    );
  });

  it('goes down by one step, and no lower than C', () => {
    expect(having({ kind: 'downgrade', text: 'nobody answers' }).severity).toBe('C');
    expect(having({ kind: 'downgrade', text: '1' }, { kind: 'downgrade', text: '2' }).severity).toBe('C');
  });
});

describe('the clocks', () => {
  it('of the first response stops when work has begun', () => {
    expect(fresh.firstResponseDue).toBe('2026-07-07T12:00:00.000Z');
    expect(having({ kind: 'start', text: 'Hello.' })).toMatchObject({ firstResponseDue: null, state: 'working' });
  });

  it('close a ticket whose requester says nothing for two days, and for good a day later', () => {
    const waiting = having({ kind: 'ask', text: 'Which model?' });
    const asked = runOut(waiting, NOW + 24 * HOUR) ?? waiting;
    expect(runOut(asked, NOW + 47 * HOUR)).toBeUndefined();
    const silent = runOut(asked, NOW + 48 * HOUR);
    expect(silent?.state).toBe('resolved');
    expect(silent && runOut(silent, NOW + 72 * HOUR)?.state).toBe('closed');
  });

  it('ask the contacts of the area to take over, once, half way to the end', () => {
    const waiting = having({ kind: 'ask', text: 'Which model?' });
    expect(nextClock(waiting)).toBe(NOW + 24 * HOUR);
    expect(runOut(waiting, NOW + 24 * HOUR - 1)).toBeUndefined();
    const asked = runOut(waiting, NOW + 24 * HOUR) ?? waiting;
    expect(asked).toMatchObject({ state: 'waiting-customer', takeoverAt: null });
    expect(asked.entries.at(-1)).toMatchObject({ kind: 'notice', text: expect.stringContaining('Told: Dana.') });
    expect(runOut(asked, NOW + 25 * HOUR)).toBeUndefined();
    expect(nextClock(asked)).toBe(NOW + 48 * HOUR);
    expect(done(waiting, { kind: 'reply', text: 'X1' }, ada).state.takeoverAt).toBeNull();
  });

  it('never close for silence what another team has by then', () => {
    const { state, closesAt } = having({ kind: 'ask', text: 'Which?' }, { kind: 'transfer', to: 'Dell', text: 'Fan.' });
    expect({ state, closesAt }).toEqual({ state: 'transferred', closesAt: null });
  });

  it('never close what is about an attack', () => {
    const attack = opened({ ...asked, area: 'Security' }, ada, 'Told.').state;
    const { state, closesAt } = done(attack, { kind: 'ask', text: 'Who was it?' }, ada).state;
    expect({ state, closesAt }).toEqual({ state: 'waiting-customer', closesAt: null });
  });

  it('say once that nobody has begun in time, and the moment stays to be seen', () => {
    expect(nextClock(fresh)).toBe(NOW + 4 * HOUR);
    expect(runOut(fresh, NOW + 4 * HOUR - 1)).toBeUndefined();
    const late = runOut(fresh, NOW + 4 * HOUR) ?? fresh;
    expect(late.entries.at(-1)).toMatchObject({ kind: 'notice', text: 'Nobody has begun in time.' });
    expect(late.firstResponseDue).toBe(fresh.firstResponseDue);
    expect(runOut(late, NOW + 5 * HOUR)).toBeUndefined();
    expect(nextClock(late)).toBeUndefined();
  });

  it('say that the requester has not heard anything in time', () => {
    const working = having({ kind: 'start', text: 'Hello.' });
    const late = runOut(working, NOW + 24 * HOUR);
    expect(late?.entries.at(-1)?.text).toBe('The requester has not heard anything in time.');
  });

  it('let a resolved ticket be taken up again within a day', () => {
    const over = having({ kind: 'resolve', resolution: 'Replaced.' });
    expect(reactivated(over, 'It is back.', { by: 'Ben', now: NOW + 23 * HOUR }).state.state).toBe('working');
    expect(() => reactivated(over, 'It is back.', { by: 'Ben', now: NOW + 24 * HOUR })).toThrow(
      expect.objectContaining({ code: 'ticket-closed' }),
    );
  });
});

it('nothing can be done with a ticket that is over', () => {
  const deeds: Deed[] = [
    { kind: 'assign', assignee: 'Ben' },
    { kind: 'start', text: '.' },
    { kind: 'ask', text: '.' },
    { kind: 'reply', text: '.' },
    { kind: 'transfer', to: 'Vendor', text: '.' },
    { kind: 'downgrade', text: '.' },
    { kind: 'resolve', resolution: '.' },
  ];
  for (const state of ['resolved', 'closed'] as const)
    for (const deed of deeds)
      expect(() => done({ ...fresh, state }, deed, ada)).toThrow(expect.objectContaining({ code: 'ticket-not-open' }));
});

it('whatever is done, everything said stays in order, and each deed is told once', () => {
  const deed = fc.oneof(
    fc.constant<Deed>({ kind: 'assign', assignee: 'Ben' }),
    fc.constant<Deed>({ kind: 'start', text: 'begun' }),
    fc.constant<Deed>({ kind: 'ask', text: 'asked' }),
    fc.constant<Deed>({ kind: 'reply', text: 'said' }),
    fc.constant<Deed>({ kind: 'downgrade', text: 'lower' }),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      let ticket = fresh;
      for (const each of deeds) {
        const next = done(ticket, each, ada);
        expect(next.events).toHaveLength(1);
        expect(next.state.entries.slice(0, -1)).toEqual(ticket.entries);
        ticket = next.state;
      }
    }),
  );
});
