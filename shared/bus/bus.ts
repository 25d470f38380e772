import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { Cause } from '../state/cause.ts';
import type { WorkDefinition } from './work.ts';

/** What one service sends: events to its own topic, everything else to its own inbox queue. */
export interface Bus {
  /** To the topic. Returns the events that are larger than a message may be; throws when the bus cannot be reached. */
  publish(events: readonly CloudEvent[]): Promise<readonly CloudEvent[]>;
  /** A piece of work for the service itself. */
  enqueue<D>(work: WorkDefinition<D>, data: D, options: WorkOptions): Promise<void>;
  /** Another copy of a message, for this service alone: a topic would hand it to every subscriber. */
  sendCopy(copy: Copy): Promise<void>;
  /** Takes what the bus itself has put aside, message by message, until nothing is left. Returns how many. */
  drain(take: (message: PutAside) => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

export interface WorkOptions {
  readonly tenantId: string;
  /** Names the piece of work: sent twice within a day, it is done once. */
  readonly id: string;
  /** Milliseconds since 1970; absent: at once. */
  readonly at?: number;
  readonly cause?: Cause;
}

export interface Copy {
  readonly event: CloudEvent;
  /** A new one: under a known one, the copy would be dropped without a word. */
  readonly messageId: string;
  /** How often it has failed. */
  readonly attempt: number;
  /** Milliseconds since 1970; absent: at once. */
  readonly at?: number;
}

/** A message in the platform's own dead-letter queue. */
export interface PutAside {
  readonly body: unknown;
  readonly attempt: number;
  /** `MaxDeliveryCountExceeded`, `TTLExpiredException`, … */
  readonly reason: string;
}
