import { whenReachable } from '../when-reachable.ts';
import { openReceiver } from './entity-client.ts';
import type { PumpContext } from './pump-context.ts';
import { takeNext } from './take.ts';

/** One invocation at a time for all that lies there. No lock is renewed in this loop, as in Azure: a batch has the lock's duration. */
export async function pumpBatches(context: PumpContext): Promise<void> {
  const { hosted, client, settings, processor, stopping } = context;
  const receiver = openReceiver(client, hosted.trigger.entity, { maxAutoLockRenewalDurationInMs: 0 });
  while (!stopping.aborted) {
    const messages = await whenReachable(context, () => takeNext(receiver, settings.maxMessageBatchSize));
    if (!messages?.length) continue;
    await (stopping.aborted ? processor.abandon(receiver, messages) : processor.many(receiver, messages));
  }
  await receiver.close();
}
