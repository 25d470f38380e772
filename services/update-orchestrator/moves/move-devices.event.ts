import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { actorSchema } from '../../../shared/contracts/actor.ts';
import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { changeDevices } from '../devices/device.store.ts';
import { pin, unpin } from '../devices/device.ts';
import { settleMoves } from '../rings/place-devices.event.ts';

const work = defineWork({
  type: 'omd.work.move-devices.v1',
  data: z.object({
    devices: z.array(z.string()).max(1000),
    ring: z.enum([...RINGS, 'Automatic']),
    reason: z.string(),
    by: actorSchema,
    operationId: z.string(),
  }),
});

/** Pins devices, then brings Entra to it. What Entra refuses for the moment is done by the next round of placing. */
export const moveDevices = {
  work,
  handler: on(work, {
    async handle({ tenantid: tenantId, data }, context: Context) {
      const { devices, ring, reason, by: actor, operationId } = data;
      const { state, clock } = context;
      const since = new Date(clock.now()).toISOString();
      const decide = ring === 'Automatic' ? unpin('Broad', reason, since) : pin(ring, reason, since);
      const options = { ...optionsOf(context), actor };
      await changeDevices(state, tenantId, devices, () => decide, options);
      await settleMoves({ ...context, tenantId }, devices);
      const total = devices.length;
      await state.operations.progress(tenantId, operationId, { name: 'devices', done: total, total }, options);
      await state.operations.finish(
        tenantId,
        operationId,
        { kind: 'succeeded', result: { devices: total, ring } },
        options,
      );
    },
  }),
};
