import fc from 'fast-check';
import { expect, it } from 'vitest';
import { admin } from '../../../tests/pipeline/devices.ts';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import { ticketAggregate, ticketList } from '../tickets/ticket.store.ts';
import { takeNews } from './incident-tickets.store.ts';
import type { IncidentNews } from './incident-tickets.ts';

const NOW = Date.parse('2026-07-16T08:00:00Z');
const news = (phase: IncidentNews['phase']): IncidentNews => ({
  incidentId: 'release:2026-07-b:1',
  phase,
  title: 'KB5101650 is held',
  text: `It is ${phase}.`,
  area: 'Devices',
  severity: 'B',
  devices: [],
});

it('has one ticket for an incident, in whatever order and however often its news come', async () => {
  const happened = [
    { eventId: 'e1', sequence: 1, news: news('open') },
    { eventId: 'e2', sequence: 2, news: news('more') },
    { eventId: 'e3', sequence: 3, news: news('over') },
  ];
  const orders = fc.shuffledSubarray([...happened, ...happened], { minLength: 6 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const ground = await openDatabase(['ticket-router']);
      try {
        const state = ground.openState('ticket-router', [ticketList]);
        for (const { eventId, sequence, news: told } of order)
          await takeNews(state, 'contoso', told, { eventId, sequence, now: NOW, timeZone: 'UTC' }, { actor: admin });
        const ticket = await state.load(ticketAggregate, 'contoso', 'ticket:release:2026-07-b:1:1');
        expect(ticket?.state.state).toBe('resolved');
        expect(await state.load(ticketAggregate, 'contoso', 'ticket:release:2026-07-b:1:2')).toBeUndefined();
      } finally {
        await ground.close();
      }
    }),
    { numRuns: 15 },
  );
});
