import type { Message } from './message.ts';

export type EntryState =
  | { readonly kind: 'scheduled'; readonly due: number }
  | { readonly kind: 'active' }
  | { readonly kind: 'deferred' }
  | { readonly kind: 'locked'; readonly lock: Lock; readonly from: 'active' | 'deferred' };

export type StateKind = EntryState['kind'];

/** A message in a queue. */
export interface Entry {
  message: Message;
  sequenceNumber: number;
  /** The number in the entity that first took the message in. */
  readonly enqueuedSequenceNumber: number;
  /** Milliseconds since 1970. */
  readonly enqueuedTime: number;
  deliveryCount: number;
  /** Milliseconds since 1970; Infinity: never. */
  readonly expiresAt: number;
  readonly deadLetterSource: string | undefined;
  state: EntryState;
}

export interface Lock {
  readonly token: string;
  readonly entry: Entry;
  /** The session whose lock this one shares. */
  readonly session: Session | undefined;
  /** On the wall, milliseconds since 1970. */
  lockedUntil: number;
}

/** A session that somebody holds. */
export interface Session {
  readonly id: string;
  /** On the wall, milliseconds since 1970. */
  lockedUntil: number;
  /** The messages delivered under the session's lock. */
  readonly locks: Set<Lock>;
  /** Called once, when the session's lock is lost to time. */
  lost: (() => void) | undefined;
}
