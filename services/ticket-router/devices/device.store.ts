import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { inParallel } from '../../../shared/state/in-parallel.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';

/** Tickets that a device is in: its line in this service. */
const deviceAggregate = defineAggregate({
  kind: 'device',
  schemaVersion: 1,
  schema: z.object({ tickets: z.array(z.string()).max(50) }),
});

const WIDTH = 8;

/** Puts a ticket on record with each of its devices, once. */
export async function noteOnDevices(
  state: State,
  tenantId: string,
  devices: readonly string[],
  ticketId: string,
  options: ChangeOptions,
): Promise<void> {
  await inParallel(devices, WIDTH, async (id) => {
    await state.change(
      deviceAggregate,
      { tenantId, id },
      (current) => {
        if (current?.tickets.includes(ticketId)) return undefined;
        return {
          state: { tickets: [...(current?.tickets ?? []), ticketId].slice(-50) },
          audit: { action: 'ticket.about', detail: { ticketId } },
        };
      },
      options,
    );
  });
}
