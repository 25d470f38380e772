import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import { unlessAborted } from '../pause.ts';
import { whenReachable } from '../when-reachable.ts';
import { acceptSession } from './entity-client.ts';
import { type Lanes, runLanes } from './lanes.ts';
import type { PumpContext } from './pump-context.ts';

/** Several sessions at once, each in order; in batches, one session at a time and no renewal of its lock. */
export async function pumpSessions(context: PumpContext): Promise<void> {
  const sessions = context.hosted.trigger.cardinality === 'many' ? 1 : context.settings.maxConcurrentSessions;
  await Promise.all(Array.from({ length: sessions }, () => pumpOneAfterTheOther(context)));
}

async function pumpOneAfterTheOther(context: PumpContext): Promise<void> {
  while (!context.stopping.aborted) {
    const receiver = await whenReachable(context, () => accept(context));
    if (receiver) await pumpSession(context, receiver);
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

/** Stays with a session until it has been idle for as long as host.json says, or is lost. */
async function pumpSession(context: PumpContext, receiver: ServiceBusSessionReceiver): Promise<void> {
  const lost = new AbortController();
  const stopping = AbortSignal.any([context.stopping, lost.signal]);
  await runLanes({ ...context, stopping }, receiver, lanesOf(context), (error, source) => {
    context.log('warning', `Session "${receiver.sessionId}", ${source}: ${error.message}`);
    lost.abort();
  });
  // A session whose link is gone is free already.
  await receiver.close().catch(() => undefined);
}

function lanesOf({ hosted, settings }: PumpContext): Lanes {
  const { maxMessageBatchSize, maxConcurrentCallsPerSession, sessionIdleTimeout } = settings;
  const isBatch = hosted.trigger.cardinality === 'many';
  const lanes = isBatch ? 1 : maxConcurrentCallsPerSession;
  const count = isBatch ? maxMessageBatchSize : 1;
  return { lanes, count, credit: lanes * count, patience: sessionIdleTimeout };
}
