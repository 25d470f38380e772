import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { registerDevice } from '../devices/device.store.ts';
import { registrationOf } from './newcomer.ts';
import { observeDevice } from './observation.store.ts';
import { type Sighting, sightingSchema } from './sighting.ts';

const news = z.object({
  /** Null: the service does not know it yet. */
  deviceId: z.string().nullable(),
  sighting: sightingSchema,
});

/** What one reading says of a device that is not as the list has it. */
export type DeviceNews = z.infer<typeof news>;

const work = defineWork({
  type: 'omd.work.observe-devices.v1',
  data: z.object({ at: z.int(), news: z.array(news) }),
});

/** Devices in one message, and messages that may come at once: a tenant's first thousands leave room for other tenants. */
const NEWS_A_MESSAGE = 100;
const MESSAGES_AT_ONCE = 4;
const BETWEEN_MS = 5000;
const WIDTH = 8;

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
    async handle({ tenantid, data: { at, news: all } }, context: Context) {
      for (let from = 0; from < all.length; from += WIDTH)
        await Promise.all(all.slice(from, from + WIDTH).map((each) => take(context, tenantid, at, each)));
    },
  }),
};

async function take(context: Context, tenantId: string, at: number, { deviceId, sighting }: DeviceNews): Promise<void> {
  const id = deviceId ?? (await registered(context, tenantId, at, sighting));
  if (id) await observeDevice(context.state, tenantId, id, { sighting, at }, optionsOf(context));
}

async function registered(
  context: Context,
  tenantId: string,
  at: number,
  { identity }: Sighting,
): Promise<string | undefined> {
  if (!identity) return undefined;
  const registration = registrationOf(identity, new Date(at).toISOString());
  return (await registerDevice(context.state, tenantId, registration, optionsOf(context))).deviceId;
}

/** Names a message by what it begins with: made again from a list that has moved on, it is another one. */
const nameOf = (first: DeviceNews | undefined): string => first?.deviceId ?? first?.sighting.identity?.id ?? '';
