import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { loadContacts, noticeFor } from '../contacts/contacts.store.ts';
import { ticketAggregate } from './ticket.store.ts';
import type { Ticket } from './ticket.ts';
import { clockRanOut, nextClock } from './ticket-clocks.ts';

const work = defineWork({ type: 'omd.work.run-clock.v1', data: z.object({ ticketId: z.string() }) });

/** A clock of a ticket that has run out, looked at when it has: the ticket may be another one by then. */
export const runClock = on(work, {
  async handle({ tenantid: tenantId, data }, context: Context) {
    const { state, clock } = context;
    const contacts = await loadContacts(state, tenantId);
    const key = { tenantId, id: data.ticketId };
    const { state: ticket } = await state.change(
      ticketAggregate,
      key,
      (current) => current && clockRanOut(current, clock.now(), noticeFor(contacts, current.area)),
      optionsOf(context),
    );
    if (ticket) await setClock({ ...context, tenantId }, ticket);
  },
});

/** Wakes up when the clock that runs now will have run out. */
export async function setClock(context: TenantContext, ticket: Ticket): Promise<void> {
  const at = nextClock(ticket);
  if (at === undefined) return;
  const { bus, tenantId } = context;
  const { ticketId } = ticket;
  await bus.enqueue(work, { ticketId }, { tenantId, id: `${ticketId}/${at}`, at, cause: causeOf(context) });
}
