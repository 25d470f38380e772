import { z } from 'zod';
import { ticketEndpoints } from '../../../../shared/contracts/http/tickets.ts';
import { DAY, HOUR } from '../../fleet/model/time.ts';
import { type Actor, actor, type Scene } from '../actor.ts';
import { order, read, readAll } from '../asking.ts';
import { personAt } from '../person.ts';

const notes = z.object({ states: z.record(z.string(), z.string()) });

/** Whoever answers tickets at the customer's: takes up what is new, reads what it rests on, and sees it end. */
export function helpDesk(scene: Scene): Actor {
  const { tenantId, clock, tell } = scene;
  const emil = personAt(scene, { name: 'Emil', role: 'ServiceSupportAdministrator', tenants: ['*'] });

  async function takeUp(ticketId: string): Promise<void> {
    const { severity, title, sentence, description } = await read(emil, ticketEndpoints.readTicket, {
      tenantId,
      ticketId,
    });
    tell('Emil', `takes up ticket ${severity} "${title}": ${description || sentence}`);
    const body = { text: 'We have read the evidence and are on it.' };
    await order(emil, ticketEndpoints.startTicket, { tenantId, ticketId }, { body, key: `start-${ticketId}` });
  }

  return actor({
    name: 'help desk',
    first: scene.start + DAY,
    notes,
    blank: { states: {} },
    async look({ states }) {
      const tickets = await readAll(emil, ticketEndpoints.listTickets, { tenantId });
      for (const { id, state, title } of tickets) {
        if (state === 'new') await takeUp(id);
        else if (states[id] !== state && (state === 'resolved' || state === 'closed'))
          tell('Emil', `sees that "${title}" is ${state}`);
      }
      return {
        notes: { states: Object.fromEntries(tickets.map(({ id, state }) => [id, state])) },
        next: clock.now() + 2 * HOUR,
      };
    },
  });
}
