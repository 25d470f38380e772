import type { ServiceBusReceiver } from '@azure/service-bus';
import { pause } from '../pause.ts';
import { openReceiver } from './entity-client.ts';
import { runLanes } from './lanes.ts';
import type { PumpContext } from './pump-context.ts';

const PROBE_MS = 1_000;

/**
 * Messages of an entity without sessions: many invocations of one message each, whose locks the SDK renews, or one
 * invocation at a time for all that lies there. No lock is renewed for a batch, as in Azure: it has the lock's duration.
 */
export async function pumpMessages(context: PumpContext): Promise<void> {
  const { hosted, client, settings, fault, log } = context;
  const { maxConcurrentCalls, maxMessageBatchSize, prefetchCount, maxAutoLockRenewalDuration } = settings;
  const isBatch = hosted.trigger.cardinality === 'many';
  const lanes = isBatch ? 1 : maxConcurrentCalls;
  const count = isBatch ? maxMessageBatchSize : 1;
  const receiver = openReceiver(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: isBatch ? 0 : maxAutoLockRenewalDuration,
  });
  await runLanes(context, receiver, { lanes, count, credit: lanes * count + prefetchCount }, (error, source) => {
    // Anything else concerns one message, which comes again.
    if (source !== 'receive') return log('warning', `Service Bus, ${source}: ${error.message}`);
    const known = fault.text !== undefined;
    fault.raise(error);
    if (!known) void recover(receiver, context);
  });
  await receiver.close();
}

/** The subscription reconnects by itself but does not say when: a look at the queue does. */
async function recover(receiver: ServiceBusReceiver, { fault, stopping }: PumpContext): Promise<void> {
  while (!stopping.aborted && fault.text !== undefined) {
    await pause(PROBE_MS, stopping);
    await receiver.peekMessages(1).then(fault.clear, () => undefined);
  }
}
