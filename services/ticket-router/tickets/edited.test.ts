import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaOf } from './areas.ts';
import { type Deed, done, reactivated } from './deeds.ts';
import { type Edit, edited } from './edited.ts';
import { type NewTicket, opened, type Ticket, ticketSchema } from './ticket.ts';
import { clockRanOut } from './ticket-clocks.ts';

const NOW = Date.parse('2026-07-07T08:00:00Z');
const HOUR = 3_600_000;
const ada = { by: 'Ada', now: NOW };

const openedAs = (kind: Ticket['kind']): Ticket => {
  const asked: NewTicket = {
    ...{ ticketId: 'ticket:1', kind, severity: 'C', area: 'Devices', category: null, subcategory: null },
    ...{ title: 'Slow', description: 'Since Monday.', raisedBy: 'person', incidentId: null, contact: null },
    ...{ timeZone: 'Europe/Berlin', devices: [] },
  };
  return opened(asked, ada, 'Told.').state;
};
const fresh = openedAs('Incident');

it('an edit that says what is so changes nothing', () => {
  expect(edited(fresh, { title: 'Slow', severity: 'C' }, ada)).toBeUndefined();
});

it('a severity that rises draws the first response nearer', () => {
  expect(edited(fresh, { severity: 'A' }, ada)?.state.firstResponseDue).toBe('2026-07-07T09:00:00.000Z');
});

it('a severity that falls leaves the clock of the first response running', () => {
  const high = edited(fresh, { severity: 'A' }, ada)?.state ?? fresh;
  expect(edited(high, { severity: 'B' }, ada)?.state.firstResponseDue).toBe('2026-07-07T12:00:00.000Z');
});

it.each(['ChangeRequest', 'RequestForInformation'] as const)('a %s has no severity but C', (kind) => {
  expect(() => edited(openedAs(kind), { severity: 'A' }, ada)).toThrow(
    expect.objectContaining({ code: 'severity-forced' }),
  );
  expect(edited(openedAs(kind), { severity: 'C' }, ada)).toBeUndefined();
});

it('a word alone is a note, and an answer once the requester was asked', () => {
  expect(edited(fresh, { comment: 'Hello.' }, ada)?.state).toMatchObject({ state: 'new' });
  const waiting = edited(fresh, { state: 'waiting-customer', comment: 'Which?' }, ada)?.state ?? fresh;
  const answered = edited(waiting, { state: 'working', comment: 'X1.' }, ada)?.state;
  expect(answered?.entries.slice(-2)).toMatchObject([{ kind: 'question' }, { kind: 'reply', text: 'X1.' }]);
});

it.each([
  ['Devices', 'Devices'],
  ['DEVICES', 'Devices'],
  ['apps', 'AppPackaging'],
  ['Security', 'Security'],
  ['Coffee', 'Other'],
] as const)('the category %s is of the area %s', (category, area) => {
  expect(areaOf(category)).toBe(area);
});

/** What may follow upon what. [MMD: support-request] */
const open = ['working', 'waiting-customer', 'transferred', 'resolved'] as const;
const MOVES: Readonly<Record<Ticket['state'], readonly Ticket['state'][]>> = {
  new: ['new', 'assigned', ...open],
  assigned: ['assigned', ...open],
  working: open,
  'waiting-customer': open,
  transferred: open,
  resolved: ['resolved', 'working', 'closed'],
  closed: ['closed'],
};

it('no deed, edit or clock leaves the states that may follow, and what is kept can always be read again', () => {
  const text = fc.constant('said');
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('start' as const, 'ask' as const, 'reply' as const, 'downgrade' as const),
      text,
    }),
    fc.constant<Deed>({ kind: 'assign', assignee: 'Ben' }),
    fc.constant<Deed>({ kind: 'transfer', to: 'Dell', text: 'Fan.' }),
    fc.constant<Deed>({ kind: 'resolve', resolution: 'Done.' }),
  );
  const edit: fc.Arbitrary<Edit> = fc
    .record({
      title: fc.constantFrom('Slow', 'Very slow'),
      severity: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
      state: fc.constantFrom('working' as const, 'waiting-customer' as const, 'resolved' as const),
    })
    .map((asked) => ({ ...asked, comment: 'said' }));
  type Step = (ticket: Ticket, now: number) => Ticket | undefined;
  const step: fc.Arbitrary<Step> = fc.oneof(
    deed.map(
      (each): Step =>
        (ticket, now) =>
          done(ticket, each, { by: 'Ada', now }).state,
    ),
    edit.map(
      (each): Step =>
        (ticket, now) =>
          edited(ticket, each, { by: 'Ada', now })?.state,
    ),
    fc.constant<Step>((ticket, now) => reactivated(ticket, 'Again.', { by: 'Ada', now }).state),
    fc.constant<Step>((ticket, now) => clockRanOut(ticket, now, 'Told.')?.state),
  );
  const course = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 30 })), { maxLength: 25 });
  fc.assert(
    fc.property(fc.constantFrom(fresh, openedAs('ChangeRequest')), course, (first, steps) => {
      let ticket = first;
      let now = NOW;
      for (const [move, hours] of steps) {
        now += hours * HOUR;
        let next: Ticket;
        try {
          next = move(ticket, now) ?? ticket;
        } catch {
          continue;
        }
        expect(MOVES[ticket.state]).toContain(next.state);
        expect(ticketSchema.safeParse(next).success).toBe(true);
        expect(next.kind === 'Incident' || next.severity === 'C').toBe(true);
        expect(next.state !== 'waiting-customer' && next.takeoverAt !== null).toBe(false);
        ticket = next;
      }
    }),
  );
});
