import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { pause, untilAborted } from '../pause.ts';
import { openReceiver } from './entity-client.ts';
import type { PumpContext } from './pump-context.ts';
import { PATIENCE_MS } from './take.ts';

/** One invocation for each message, as many at once as host.json says; the SDK renews the locks meanwhile. */
export async function pumpMessages(context: PumpContext): Promise<void> {
  const { hosted, client, settings, processor, fault, stopping } = context;
  const { maxConcurrentCalls, prefetchCount, maxAutoLockRenewalDuration } = settings;
  const receiver = openReceiver(client, hosted.trigger.entity, {
    maxAutoLockRenewalDurationInMs: maxAutoLockRenewalDuration,
  });
  const turns = createTurns(maxConcurrentCalls);
  const taken = new Set<Promise<void>>();

  async function handle(message: ServiceBusReceivedMessage): Promise<void> {
    fault.clear();
    const turn = await turns.take();
    try {
      await (stopping.aborted ? processor.abandon(receiver, [message]) : processor.one(receiver, message));
    } finally {
      turn.end();
    }
  }

  const subscription = receiver.subscribe(
    {
      processMessage(message) {
        const handled = handle(message).finally(() => taken.delete(handled));
        taken.add(handled);
        return handled;
      },
      async processError({ error, errorSource }) {
        if (stopping.aborted) return;
        // The lock of one message: it comes again.
        if (errorSource !== 'receive') return context.log('warning', `Service Bus, ${errorSource}: ${error.message}`);
        const known = fault.text !== undefined;
        fault.raise(error);
        // Not awaited: the subscription reconnects when this returns.
        if (!known) void recover(receiver, context);
      },
    },
    { autoCompleteMessages: false, maxConcurrentCalls: maxConcurrentCalls + prefetchCount },
  );
  await untilAborted(stopping);
  await subscription.close();
  await Promise.all(taken);
  await receiver.close();
}

/** The subscription reconnects by itself but does not say when: a look at the queue does. */
async function recover(receiver: ServiceBusReceiver, { fault, stopping }: PumpContext): Promise<void> {
  while (!stopping.aborted && fault.text !== undefined) {
    await pause(PATIENCE_MS, stopping);
    await receiver.peekMessages(1).then(fault.clear, () => undefined);
  }
}

interface Turns {
  take(): Promise<{ end(): void }>;
}

/** What was prefetched waits here for its turn. */
function createTurns(count: number): Turns {
  const waiting: (() => void)[] = [];
  let free = count;
  const end = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return { end };
    },
  };
}
