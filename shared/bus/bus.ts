import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { Cause } from '../state/cause.ts';
import type { WorkDefinition } from './work.ts';

export interface WorkOptions {
  readonly tenantId: string;
  /** Names the piece of work: sent twice within a day, it is done once. */
  readonly id: string;
  /** Milliseconds since 1970; absent: at once. */
  readonly at?: number;
  readonly cause?: Cause;
}

/** What one service sends: events to its own topic, everything else to its own inbox queue. */
export interface Bus {
  /** To the topic. Returns the events that are larger than a message may be; throws when the bus cannot be reached. */
  publish(events: readonly CloudEvent[]): Promise<readonly CloudEvent[]>;
  /** A piece of work for the service itself. */
  enqueue<D>(work: WorkDefinition<D>, data: D, options: WorkOptions): Promise<void>;
  /** Another copy of a message for the own inbox queue, under a message id of its own. */
  sendCopy(copy: Copy): Promise<void>;
  close(): Promise<void>;
}

export interface Copy {
  readonly event: CloudEvent;
  readonly messageId: string;
  /** How often it has failed already. */
  readonly attempt: number;
  /** Milliseconds since 1970; absent: at once. */
  readonly at?: number;
}
