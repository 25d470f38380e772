import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { acceptSession, openReceiver } from './entity-client.ts';
import type { PumpContext } from './pump-context.ts';

/** More than this at once gains nothing; the next round takes the rest. */
const MOST_MESSAGES = 1_000;
const PATIENCE_MS = 1_000;

/** How many messages an entity shows; undefined when nobody knows. */
type Visible = () => number | undefined;

/** One driven round: takes what is visible, in the order of the queue, and settles it. Rejects when the bus cannot be reached. */
export function createRound(context: PumpContext, visible: Visible): () => Promise<number> {
  const { trigger } = context.hosted;
  const round = trigger.isSessionsEnabled ? () => sessionRound(context) : messageRound(context, visible);
  // The SDK takes some milliseconds to find out what the broker knows.
  return async () => (visible() === 0 ? 0 : round());
}

function messageRound(context: PumpContext, visible: Visible): () => Promise<number> {
  const { client, hosted, settings } = context;
  const receiver = openReceiver(client, hosted.trigger.entity, {
    // As on the wall, no lock is renewed for a batch: one that could not be settled comes again.
    maxAutoLockRenewalDurationInMs: hosted.trigger.cardinality === 'many' ? 0 : settings.maxAutoLockRenewalDuration,
  });
  return async () => handle(context, receiver, await take(context, receiver, visible()));
}

async function sessionRound(context: PumpContext): Promise<number> {
  const { client, hosted, settings } = context;
  const receiver = await acceptSession(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: settings.maxAutoLockRenewalDuration,
  });
  if (!receiver) return 0;
  // Only the broker knows how many messages of an entity belong to this session.
  const handled = await handle(context, receiver, await take(context, receiver, undefined));
  await receiver.close();
  return handled;
}

/** When the number is known the last message ends the wait; otherwise the link is drained, for the SDK would wait a second for more. */
function take(
  { hosted, settings }: PumpContext,
  receiver: ServiceBusReceiver,
  visible: number | undefined,
): Promise<ServiceBusReceivedMessage[]> {
  const most = hosted.trigger.cardinality === 'many' ? settings.maxMessageBatchSize : MOST_MESSAGES;
  return visible === undefined
    ? receiver.receiveMessages(most, { maxWaitTimeInMs: 1 })
    : receiver.receiveMessages(Math.min(visible, most), { maxWaitTimeInMs: PATIENCE_MS });
}

async function handle(
  { hosted, processor }: PumpContext,
  receiver: ServiceBusReceiver,
  messages: readonly ServiceBusReceivedMessage[],
): Promise<number> {
  const ordered = messages.toSorted((a, b) => (sequence(a) < sequence(b) ? -1 : 1));
  const groups = hosted.trigger.cardinality === 'many' ? [ordered] : ordered.map((message) => [message]);
  for (const group of groups) if (group.length > 0) await processor.handle(receiver, group);
  return messages.length;
}

function sequence({ sequenceNumber }: ServiceBusReceivedMessage): bigint {
  return sequenceNumber?.toBigInt() ?? 0n;
}
