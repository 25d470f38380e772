import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from '@azure/service-bus';
import { unlessAborted } from '../pause.ts';
import { whenReachable } from '../when-reachable.ts';
import { acceptSession } from './entity-client.ts';
import type { PumpContext } from './pump-context.ts';
import { PATIENCE_MS, takeNext } from './take.ts';

/** Several sessions at once, each in order; in batches, one session at a time and no renewal of its lock. */
export async function pumpSessions(context: PumpContext): Promise<void> {
  const lanes = context.hosted.trigger.cardinality === 'many' ? 1 : context.settings.maxConcurrentSessions;
  await Promise.all(Array.from({ length: lanes }, () => pumpLane(context)));
}

async function pumpLane(context: PumpContext): Promise<void> {
  while (!context.stopping.aborted) {
    const receiver = await whenReachable(context, () => accept(context));
    if (!receiver) continue;
    await whenReachable(context, () => pumpSession(context, receiver));
    // A session whose link is gone is free already.
    await receiver.close().catch(() => undefined);
  }
}

/** Waiting for a session cannot be broken off in the SDK: one that comes after the end is let go at once. */
async function accept({
  client,
  hosted,
  settings,
  stopping,
}: PumpContext): Promise<ServiceBusSessionReceiver | undefined> {
  const { entity, cardinality } = hosted.trigger;
  const accepted = acceptSession(client, entity, {
    maxAutoLockRenewalDurationInMs: cardinality === 'many' ? 0 : settings.maxAutoLockRenewalDuration,
  });
  const receiver = await unlessAborted(stopping, accepted);
  if (!receiver) accepted.then((session) => session?.close()).catch(() => undefined);
  return receiver;
}

/** Stays with a session until it has been idle for as long as host.json says. */
async function pumpSession(context: PumpContext, receiver: ServiceBusSessionReceiver): Promise<void> {
  const { hosted, settings, processor, stopping } = context;
  const count =
    hosted.trigger.cardinality === 'many' ? settings.maxMessageBatchSize : settings.maxConcurrentCallsPerSession;
  let idle = 0;
  while (!stopping.aborted && idle < settings.sessionIdleTimeout) {
    const messages = await takeNext(receiver, count);
    if (messages.length === 0) idle += PATIENCE_MS;
    else if (stopping.aborted) await processor.abandon(receiver, messages);
    else {
      idle = 0;
      await process(context, receiver, messages);
    }
  }
}

/** One batch, or each by itself. */
async function process(
  { hosted, processor }: PumpContext,
  receiver: ServiceBusSessionReceiver,
  messages: readonly ServiceBusReceivedMessage[],
): Promise<void> {
  if (hosted.trigger.cardinality === 'many') return processor.many(receiver, messages);
  await Promise.all(messages.map((message) => processor.one(receiver, message)));
}
