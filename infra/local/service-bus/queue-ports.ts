import type { Alarm } from '../clock/clock.ts';
import type { Entry, StateKind } from './entry.ts';
import type { Properties } from './message.ts';

/** Durations in milliseconds; Infinity where Service Bus says never. */
export interface QueueSettings {
  readonly path: string;
  readonly lockDuration: number;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean;
  readonly defaultTimeToLive: number;
  readonly deadLetterOnExpiration: boolean;
  /** In a dead-letter queue delivery counts stand still and nothing is dead-lettered again. */
  readonly isDeadLetterQueue: boolean;
}

export interface DeadLettering {
  readonly reason?: string | undefined;
  readonly description?: string | undefined;
  readonly properties?: Properties;
}

/** What a queue tells to others. */
export interface QueuePorts {
  /** For scheduled messages and their expiry. */
  readonly clock: Alarm;
  /** For locks: a jump of the other clock never takes a lock away. */
  readonly wall: Alarm;
  /** Keeps the present form of an entry. */
  save(entry: Entry): void;
  /** Forgets what was kept under the number. */
  forget(sequenceNumber: number): void;
  saveSessionState(sessionId: string, state: Buffer | undefined): void;
  /** Takes over a message that has left the queue as a dead letter; a dead-letter queue has none. */
  readonly deadLetter: ((entry: Entry) => void) | undefined;
  /** Messages have become available, or a session was lost, outside of any client's request. */
  changed(): void;
}

export type Counts = Readonly<Record<StateKind, number>>;

/** Where a message comes from, when it does not come straight from a sender. */
export interface Origin {
  readonly enqueuedSequenceNumber?: number;
  readonly deadLetterSource?: string | undefined;
  readonly deliveryCount?: number;
}
