import type { ServiceBusReceiver } from '@azure/service-bus';
import { unlessAborted } from '../pause.ts';
import type { PumpContext } from './pump-context.ts';
import { type OnError, openStream, type Taken } from './stream.ts';

/** How the messages of a receiver come to their function. */
export interface Lanes {
  /** Invocations at a time. */
  readonly lanes: number;
  /** Messages of one invocation. */
  readonly count: number;
  /** Messages that are held at a time, those that wait among them. */
  readonly credit: number;
  /** Milliseconds without a message after which a lane ends; absent: it never does. */
  readonly patience?: number;
}

/** Hands messages to the function until the host stops or every lane has run out of patience. Ends when all is settled. */
export async function runLanes(
  context: PumpContext,
  receiver: ServiceBusReceiver,
  { lanes, count, credit, patience }: Lanes,
  onError: OnError,
): Promise<void> {
  const { processor, stopping } = context;
  const stream = openStream(receiver, credit, stopping, onError);

  async function lane(): Promise<void> {
    for (;;) {
      const taken = await stream.take(count, patience);
      if (taken.length === 0) return;
      await handle(taken);
    }
  }

  async function handle(taken: readonly Taken[]): Promise<void> {
    context.fault.clear();
    await processor.handle(receiver, messagesOf(taken));
    release(taken);
  }

  const running = Promise.all(Array.from({ length: lanes }, lane));
  await unlessAborted(stopping, running);
  const left = await stream.stop();
  await processor.abandon(receiver, messagesOf(left));
  release(left);
  await running;
}

function messagesOf(taken: readonly Taken[]) {
  return taken.map(({ message }) => message);
}

function release(taken: readonly Taken[]): void {
  for (const { done } of taken) done();
}
