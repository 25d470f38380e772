import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { acceptSession, isNoSession, openReceiver } from './entity-client.ts';
import type { PumpContext } from './listener.ts';
import { processSession } from './session.ts';
import { takeVisible } from './take.ts';

/** More than this at once gains nothing; the next round takes the rest. */
const MOST_MESSAGES = 1_000;

/** One driven round: takes all that is visible, in the order of the queue, and settles it. Rejects when the bus cannot be reached. */
export function createRound(context: PumpContext, pending: () => number | undefined): () => Promise<number> {
  const { trigger } = context.hosted;
  const take = trigger.isSessionsEnabled ? () => takeSession(context) : createTake(context);
  // The SDK takes some milliseconds to find out what the broker knows.
  return async () => (pending() === 0 ? 0 : take());
}

function createTake({ client, hosted, settings, processor }: PumpContext): () => Promise<number> {
  const receiver = openReceiver(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: settings.maxAutoLockRenewalDuration,
  });
  const isBatch = hosted.trigger.cardinality === 'many';
  return async () => {
    const messages = inOrder(await takeVisible(receiver, isBatch ? settings.maxMessageBatchSize : MOST_MESSAGES));
    if (isBatch && messages.length > 0) await processor.many(receiver, messages);
    if (!isBatch) for (const message of messages) await processor.one(receiver, message);
    return messages.length;
  };
}

async function takeSession(context: PumpContext): Promise<number> {
  const { client, hosted, settings } = context;
  const receiver = await acceptSession(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: settings.maxAutoLockRenewalDuration,
  }).catch((error) => {
    if (isNoSession(error)) return undefined;
    throw error;
  });
  if (!receiver) return 0;
  const batch = hosted.trigger.cardinality === 'many' ? settings.maxMessageBatchSize : MOST_MESSAGES;
  const messages = inOrder(await takeVisible(receiver, batch));
  if (hosted.trigger.cardinality === 'many') await processSession(context, receiver, messages);
  else for (const message of messages) await processSession(context, receiver, [message]);
  await receiver.close();
  return messages.length;
}

function inOrder(messages: readonly ServiceBusReceivedMessage[]): ServiceBusReceivedMessage[] {
  return messages.toSorted((a, b) =>
    Number((a.sequenceNumber?.toBigInt() ?? 0n) - (b.sequenceNumber?.toBigInt() ?? 0n)),
  );
}
