import type { Context } from '../../../shared/functions/context.ts';
import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { setClock } from './run-clocks.event.ts';
import { ticketAggregate, ticketList } from './ticket.store.ts';

/** A clock that ran out so long ago has lost its message; what is younger is only being dealt with. */
const GRACE_MS = 5 * 60_000;

/** Every clock of a ticket has a message that comes when it runs out; this is for a save that was cut off before it was sent. */
export const sweepClocksJob = tenantJob({
  name: 'sweep-clocks',
  schedule: '15 */10 * * * *',
  due: async (context, tenantId) => (await overdue(context, tenantId)).length > 0,
  async run(context) {
    const { state, tenantId } = context;
    for (const id of await overdue(context, tenantId)) {
      const ticket = (await state.load(ticketAggregate, tenantId, id))?.state;
      if (ticket) await setClock(context, ticket);
    }
  },
});

async function overdue({ state, clock }: Context, tenantId: string): Promise<readonly string[]> {
  const before = clock.now() - GRACE_MS;
  const tickets = await state.rows(tenantId, ticketList, {});
  return tickets.flatMap(({ id, clockAt }) => (clockAt !== null && clockAt < before ? [id] : []));
}
