import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { takeNews } from './observation.store.ts';
import { type DeviceNews, deviceNews } from './sighting.ts';

const work = defineWork({
  type: 'omd.work.observe-devices.v1',
  data: z.object({ at: z.int(), news: z.array(deviceNews) }),
});

/** Devices in one message, and messages that may come at once: a tenant's first thousands leave room for other tenants. */
const NEWS_A_MESSAGE = 100;
const MESSAGES_AT_ONCE = 4;
const BETWEEN_MS = 5000;

/** Brings news into devices. It bears to be done again: what a device is already changes nothing. */
export const observeDevices = {
  async start(context: TenantContext, at: number, all: readonly DeviceNews[]): Promise<void> {
    const { bus, clock, tenantId } = context;
    for (let from = 0; from < all.length; from += NEWS_A_MESSAGE) {
      const due = clock.now() + Math.floor(from / NEWS_A_MESSAGE / MESSAGES_AT_ONCE) * BETWEEN_MS;
      const some = all.slice(from, from + NEWS_A_MESSAGE);
      const id = `${at}/${nameOf(some[0])}`;
      await bus.enqueue(work, { at, news: some }, { tenantId, id, at: due, cause: causeOf(context) });
    }
  },
  handler: on(work, {
    async handle({ tenantid, data }, context: Context) {
      await takeNews(context.state, tenantid, data, optionsOf(context));
    },
  }),
};

/** Names a message by what it begins with: made again from a list that has moved on, it is another one. */
const nameOf = (first: DeviceNews | undefined): string => first?.deviceId ?? first?.sighting.identity?.id ?? '';
