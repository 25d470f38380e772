import { copyMessageOf } from '../../shared/bus/message.ts';
import type { CloudEvent } from '../../shared/contracts/events/cloud-event.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import type { Run } from './going-on.ts';
import { TENANTS } from './load.ts';

/** An event of before reaches a service once more, after some seconds. */
export async function deliverAgain(run: Run, to: ServiceName, nth: number, seconds: number): Promise<void> {
  const { picture, callers } = run;
  const told = TENANTS.flatMap((tenant) => picture.of('device-registration', 'event', callers.tenantId(tenant)));
  const event = told[nth % told.length]?.event;
  if (event) await send(run, to, event, seconds);
}

/** What waits for a service is taken away, and sent again later in the opposite order. */
export async function holdBack(run: Run, from: ServiceName, seconds: number): Promise<void> {
  const { bus, platform } = run.product;
  const { active } = platform.ground.serviceBus.count(from);
  if (active === 0) return;
  const receiver = bus.createReceiver(from, { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(active, { maxWaitTimeInMs: 1_000 });
  await receiver.close();
  run.trace.say(`  ${messages.length} messages for ${from} are held back`);
  for (const [place, { body }] of messages.reverse().entries())
    await send(run, from, body as CloudEvent, seconds + place);
}

/** Under an id of its own, or it would be dropped; the same id when the run is repeated, since retries are timed by it. */
async function send({ product, trace }: Run, to: ServiceName, event: CloudEvent, seconds: number): Promise<void> {
  const at = product.platform.clock.now() + seconds * 1_000;
  const sender = product.bus.createSender(to);
  const messageId = `${event.id}:x${trace.lines.length}-${seconds}`;
  await sender.sendMessages(copyMessageOf({ event, messageId, attempt: 0, at }));
  await sender.close();
}
