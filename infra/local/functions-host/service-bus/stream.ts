import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { pause } from '../pause.ts';

/** Messages as the bus pushes them. No message waits for another one, and no link is drained while it is in use. */
export interface MessageStream {
  /** What lies here, at most `count`; waits for the first. Empty when it has ended, or nothing came for `patience` milliseconds. */
  take(count: number, patience?: number): Promise<Taken[]>;
  /** Takes nothing more from the bus, and answers what nobody has taken. */
  stop(): Promise<Taken[]>;
}

export interface Taken {
  readonly message: ServiceBusReceivedMessage;
  /** Makes room for another message. */
  done(): void;
}

export type OnError = (error: Error, source: string) => void;

/** Messages that were sent together arrive in one burst; this is how long a batch waits for the rest of it. */
const BURST_MS = 1;

/** Opens the stream of a receiver that holds at most `credit` messages at a time; `stopping` ends every wait. */
export function openStream(
  receiver: ServiceBusReceiver,
  credit: number,
  stopping: AbortSignal,
  onError: OnError,
): MessageStream {
  const arrived: Taken[] = [];
  let waiting: (() => void)[] = [];

  function rouse(): void {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  const subscription = receiver.subscribe(
    {
      processMessage: (message) =>
        new Promise((done) => {
          arrived.push({ message, done });
          rouse();
        }),
      async processError({ error, errorSource }) {
        if (!stopping.aborted) onError(error, errorSource);
      },
    },
    { autoCompleteMessages: false, maxConcurrentCalls: credit },
  );
  stopping.addEventListener('abort', rouse, { once: true });

  /** Resolves when something arrives, when the stream ends, or when patience does. */
  function news(patience: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = patience === undefined ? undefined : setTimeout(resolve, patience);
      waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  return {
    async take(count, patience) {
      const deadline = performance.now() + (patience ?? Number.POSITIVE_INFINITY);
      while (arrived.length === 0 && !stopping.aborted && performance.now() < deadline) await news(patience);
      if (stopping.aborted) return [];
      if (count > 1 && arrived.length > 0 && arrived.length < count) await pause(BURST_MS, stopping);
      return arrived.splice(0, count);
    },
    async stop() {
      stopping.removeEventListener('abort', rouse);
      await subscription.close();
      return arrived.splice(0);
    },
  };
}
