import { type DrivenClock, drivenClock } from '../clock/clock.ts';
import type { Entry } from './entry.ts';
import type { Message } from './message.ts';
import { Queue } from './queue.ts';
import type { QueueSettings } from './queue-ports.ts';

export const START = 1_700_000_000_000;
export const LOCK_DURATION = 60_000;

export interface QueueUnderTest {
  readonly queue: Queue;
  readonly clock: DrivenClock;
  readonly wall: DrivenClock;
  /** What the queue has asked to keep, by sequence number. */
  readonly saved: Map<number, Entry>;
  readonly savedStates: Map<string, Buffer>;
  readonly deadLetters: Entry[];
}

/** A queue on clocks that stand still. */
export function openQueue(settings: Partial<QueueSettings> = {}): QueueUnderTest {
  const clock = drivenClock(START);
  const wall = drivenClock(START);
  const saved = new Map<number, Entry>();
  const savedStates = new Map<string, Buffer>();
  const deadLetters: Entry[] = [];
  const queue = new Queue(
    {
      path: 'q',
      lockDuration: LOCK_DURATION,
      maxDeliveryCount: 10,
      requiresSession: false,
      defaultTimeToLive: Number.POSITIVE_INFINITY,
      deadLetterOnExpiration: false,
      isDeadLetterQueue: false,
      ...settings,
    },
    {
      clock,
      wall,
      save: (entry) => void saved.set(entry.sequenceNumber, { ...entry }),
      forget: (sequenceNumber) => void saved.delete(sequenceNumber),
      saveSessionState(sessionId, state) {
        if (state) savedStates.set(sessionId, state);
        else savedStates.delete(sessionId);
      },
      deadLetter: settings.isDeadLetterQueue ? undefined : (entry) => void deadLetters.push(entry),
      changed: () => undefined,
    },
  );
  return { queue, clock, wall, saved, savedStates, deadLetters };
}

export const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  sessionId: undefined,
  timeToLive: undefined,
  scheduledEnqueueTime: undefined,
  bare: Buffer.from(id),
  properties: {},
  ...more,
});
