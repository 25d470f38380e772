import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { acceptSession, openReceiver } from './entity-client.ts';
import type { PumpContext } from './pump-context.ts';
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

function createTake(context: PumpContext): () => Promise<number> {
  const { client, hosted, settings } = context;
  const isBatch = hosted.trigger.cardinality === 'many';
  const receiver = openReceiver(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: settings.maxAutoLockRenewalDuration,
  });
  return async () => {
    const messages = inOrder(await takeVisible(receiver, isBatch ? settings.maxMessageBatchSize : MOST_MESSAGES));
    await processInOrder(context, receiver, messages);
    return messages.length;
  };
}

async function takeSession(context: PumpContext): Promise<number> {
  const { client, hosted, settings } = context;
  const isBatch = hosted.trigger.cardinality === 'many';
  const receiver = await acceptSession(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: settings.maxAutoLockRenewalDuration,
  });
  if (!receiver) return 0;
  const messages = inOrder(await takeVisible(receiver, isBatch ? settings.maxMessageBatchSize : MOST_MESSAGES));
  await processInOrder(context, receiver, messages);
  await receiver.close();
  return messages.length;
}

async function processInOrder(
  { hosted, processor }: PumpContext,
  receiver: ServiceBusReceiver,
  messages: readonly ServiceBusReceivedMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  if (hosted.trigger.cardinality === 'many') return processor.many(receiver, messages);
  for (const message of messages) await processor.one(receiver, message);
}

function inOrder(messages: readonly ServiceBusReceivedMessage[]): ServiceBusReceivedMessage[] {
  return messages.toSorted((a, b) =>
    Number((a.sequenceNumber?.toBigInt() ?? 0n) - (b.sequenceNumber?.toBigInt() ?? 0n)),
  );
}
