import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from '@azure/service-bus';
import { whenReachable } from '../when-reachable.ts';
import { acceptSession, isNoSession } from './entity-client.ts';
import type { PumpContext } from './listener.ts';
import { PATIENCE_MS, takeNext } from './take.ts';

/** Several sessions at once, each in order; in batches, one session at a time and no renewal of its lock. */
export async function pumpSessions(context: PumpContext): Promise<void> {
  const lanes = context.hosted.trigger.cardinality === 'many' ? 1 : context.settings.maxConcurrentSessions;
  await Promise.all(Array.from({ length: lanes }, () => pumpLane(context)));
}

/** Hands the messages of a session to the function: one batch, or each in turn. */
export async function processSession(
  { hosted, processor }: PumpContext,
  receiver: ServiceBusSessionReceiver,
  messages: readonly ServiceBusReceivedMessage[],
): Promise<void> {
  if (hosted.trigger.cardinality === 'many') return processor.many(receiver, messages);
  await Promise.all(messages.map((message) => processor.one(receiver, message)));
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

async function accept({
  client,
  hosted,
  settings,
  stopping,
}: PumpContext): Promise<ServiceBusSessionReceiver | undefined> {
  const { entity, cardinality } = hosted.trigger;
  const maxAutoLockRenewalDurationInMs = cardinality === 'many' ? 0 : settings.maxAutoLockRenewalDuration;
  try {
    return await acceptSession(client, entity, { maxAutoLockRenewalDurationInMs, abortSignal: stopping });
  } catch (error) {
    if (isNoSession(error)) return undefined;
    throw error;
  }
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
      await processSession(context, receiver, messages);
    }
  }
}
