import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';

/** How long a receiver waits before it looks whether it should stop, in milliseconds. */
export const PATIENCE_MS = 1_000;

/** Up to `count` messages that lie there now. With a longer wait the SDK would wait a second for more. */
export function takeVisible(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(count, { maxWaitTimeInMs: 1 });
}

/** Waits for a first message, and takes what lies there with it; empty when none came in time. */
export async function takeNext(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  const first = await receiver.receiveMessages(1, { maxWaitTimeInMs: PATIENCE_MS });
  if (first.length === 0 || count === first.length) return first;
  // What was taken first is handled even when the bus cannot be asked for more.
  const more = await takeVisible(receiver, count - first.length).catch(() => []);
  return [...first, ...more];
}
