import { randomUUID } from 'node:crypto';
import { type Deadlines, deadlines } from './deadlines.ts';
import type { Entry, EntryState, Lock, Session, StateKind } from './entry.ts';
import { messageLockLost, messageNotFound, ServiceBusError, sessionLockLost } from './errors.ts';
import { type Message, type Properties, withProperties } from './message.ts';
import type { Counts, DeadLettering, Origin, QueuePorts, QueueSettings } from './queue-ports.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { type Sequence, sequence } from './sequence.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** The message store of one queue, subscription or dead-letter queue: states, locks, delivery counts. Knows no protocol. */
export class Queue {
  readonly settings: QueueSettings;
  readonly sessions: Sessions;
  readonly #ports: QueuePorts;
  readonly #entries: Sequence<Entry> = sequence();
  readonly #locks = new Map<string, Lock>();
  readonly #ready: Readiness;
  readonly #due: Deadlines<Entry>;
  readonly #expiring: Deadlines<Entry>;
  readonly #lockExpiring: Deadlines<Lock>;
  readonly #counts: Record<StateKind, number> = { scheduled: 0, active: 0, deferred: 0, locked: 0 };
  readonly #listeners = new Set<() => void>();
  #lastSequenceNumber = 0;
  #size = 0;

  constructor(settings: QueueSettings, ports: QueuePorts) {
    this.settings = settings;
    this.#ports = ports;
    this.#ready = createReadiness(
      (entry) => entry.state.kind === 'active' && this.#holds(entry),
      settings.requiresSession,
    );
    this.#due = deadlines(ports.clock, (entry) => this.#enqueueScheduled(entry));
    this.#expiring = deadlines(ports.clock, (entry) => this.#expire(entry));
    this.#lockExpiring = deadlines(ports.wall, (lock) => this.#expireLock(lock));
    this.sessions = createSessions({
      wall: ports.wall,
      lockDuration: settings.lockDuration,
      hasMessages: (sessionId) => this.#ready.has(sessionId),
      released: (session) => this.#releaseLocksOf(session),
      expired: () => ports.changed(),
      saveState: ports.saveSessionState,
    });
  }

  get counts(): Counts {
    return { ...this.#counts };
  }

  get lastSequenceNumber(): number {
    return this.#lastSequenceNumber;
  }

  /** Bytes of its messages. */
  get size(): number {
    return this.#size;
  }

  /** Calls back whenever messages may have become available. Returns what ends it. */
  onAvailable(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  enqueue(message: Message, origin: Origin = {}): Entry {
    const { clock } = this.#ports;
    const now = clock.now();
    const due = message.scheduledEnqueueTime ?? 0;
    const timeToLive = Math.min(message.timeToLive ?? Number.POSITIVE_INFINITY, this.settings.defaultTimeToLive);
    const sequenceNumber = ++this.#lastSequenceNumber;
    const entry: Entry = {
      message,
      sequenceNumber,
      enqueuedSequenceNumber: origin.enqueuedSequenceNumber ?? sequenceNumber,
      enqueuedTime: Math.max(now, due),
      deliveryCount: origin.deliveryCount ?? 0,
      expiresAt: Math.max(now, due) + timeToLive,
      deadLetterSource: origin.deadLetterSource,
      state: due > now ? { kind: 'scheduled', due } : { kind: 'active' },
    };
    this.#ports.save(entry);
    this.#add(entry);
    this.#arrive(entry);
    return entry;
  }

  /** Puts back what was kept before a restart. Nothing moves before `resume`. */
  restore(entries: Iterable<Entry>, lastSequenceNumber: number): void {
    for (const entry of entries) this.#add(entry);
    this.#lastSequenceNumber = lastSequenceNumber;
  }

  /** Goes on where the last run ended, once every queue that messages may go to is restored. */
  resume(): void {
    for (const entry of [...this.#entries.from(0)]) this.#arrive(entry);
  }

  /** Locks the next message, of the session if one is given. */
  receive(session?: Session): Lock | undefined {
    const entry = this.#next(session);
    return entry && this.#lock(entry, 'active', session);
  }

  /** Takes the next message out for good. */
  receiveAndDelete(session?: Session): Entry | undefined {
    const entry = this.#next(session);
    if (entry) this.#remove(entry);
    return entry;
  }

  receiveDeferred(sequenceNumber: number, session?: Session): Lock {
    return this.#lock(this.#inState('deferred', sequenceNumber), 'deferred', session);
  }

  receiveAndDeleteDeferred(sequenceNumber: number): Entry {
    const entry = this.#inState('deferred', sequenceNumber);
    this.#remove(entry);
    return entry;
  }

  /** The lock of that token, while it holds. */
  lock(token: string): Lock {
    const lock = this.#locks.get(token);
    if (lock && lock.lockedUntil > this.#ports.wall.now()) return lock;
    if (this.settings.requiresSession) throw sessionLockLost(lock?.session?.id ?? '');
    throw messageLockLost();
  }

  complete(token: string): void {
    const { entry } = this.#unlock(this.lock(token));
    this.#remove(entry);
  }

  /** Gives a message back; the delivery counts. */
  abandon(token: string, properties: Properties = {}): void {
    const lock = this.lock(token);
    lock.entry.message = withProperties(lock.entry.message, properties);
    this.#giveBack(lock, true);
  }

  /** Gives a message back unseen; the delivery does not count. */
  release(token: string): void {
    this.#giveBack(this.lock(token), false);
  }

  defer(token: string, properties: Properties = {}): void {
    const { entry } = this.#unlock(this.lock(token));
    entry.message = withProperties(entry.message, properties);
    if (!this.settings.isDeadLetterQueue) entry.deliveryCount++;
    this.#become(entry, { kind: 'deferred' });
    this.#ports.save(entry);
  }

  deadLetter(token: string, why: DeadLettering = {}): void {
    const lock = this.lock(token);
    this.assertDeadLetters();
    this.#moveToDeadLetters(this.#unlock(lock).entry, why);
  }

  /** Refuses where a message is a dead letter already. */
  assertDeadLetters(): void {
    if (!this.settings.isDeadLetterQueue) return;
    throw new ServiceBusError('amqp:not-allowed', 'A message in a dead-letter queue cannot be dead-lettered again.');
  }

  /** Returns until when the message is locked now. */
  renewLock(token: string): number {
    const lock = this.lock(token);
    if (lock.session) return this.sessions.renew(lock.session);
    lock.lockedUntil = this.#ports.wall.now() + this.settings.lockDuration;
    this.#lockExpiring.set(lock, lock.lockedUntil);
    return lock.lockedUntil;
  }

  /** Messages in any state, in order, without locking them. */
  peek(fromSequenceNumber: number, count: number, sessionId?: string): Entry[] {
    const found: Entry[] = [];
    if (count <= 0) return found;
    for (const entry of this.#entries.from(fromSequenceNumber)) {
      if (sessionId !== undefined && entry.message.sessionId !== sessionId) continue;
      found.push(entry);
      if (found.length === count) break;
    }
    return found;
  }

  cancelScheduled(sequenceNumber: number): void {
    this.#remove(this.#inState('scheduled', sequenceNumber));
  }

  /** Deletes up to `count` messages that are not locked and were enqueued before a moment; returns how many. */
  deleteMessages(count: number, enqueuedBefore: number, sessionId?: string): number {
    let deleted = 0;
    for (const entry of this.#entries.from(0)) {
      if (deleted >= count) break;
      if (entry.enqueuedTime > enqueuedBefore || entry.state.kind === 'locked') continue;
      if (sessionId !== undefined && entry.message.sessionId !== sessionId) continue;
      this.#remove(entry);
      deleted++;
    }
    return deleted;
  }

  close(): void {
    this.#due.close();
    this.#expiring.close();
    this.#lockExpiring.close();
    this.sessions.close();
  }

  #holds(entry: Entry): boolean {
    return this.#entries.get(entry.sequenceNumber) === entry;
  }

  #add(entry: Entry): void {
    this.#entries.append(entry.sequenceNumber, entry);
    this.#counts[entry.state.kind]++;
    this.#size += entry.message.bare.length;
  }

  /** Arms what the entry's state waits for; a deferred message waits for its receiver, however long. */
  #arrive(entry: Entry): void {
    const { state, expiresAt } = entry;
    if (state.kind === 'scheduled') this.#due.set(entry, state.due);
    if (state.kind !== 'active') return;
    if (expiresAt <= this.#ports.clock.now()) {
      this.#expire(entry);
      return;
    }
    if (expiresAt !== Number.POSITIVE_INFINITY) this.#expiring.set(entry, expiresAt);
    this.#ready.add(entry);
    this.#announce(entry);
  }

  #announce(entry: Entry): void {
    if (this.settings.requiresSession && entry.message.sessionId !== undefined)
      this.sessions.messagesArrived(entry.message.sessionId);
    for (const listener of this.#listeners) listener();
  }

  #become(entry: Entry, state: EntryState): void {
    this.#counts[entry.state.kind]--;
    this.#counts[state.kind]++;
    entry.state = state;
  }

  #next(session: Session | undefined): Entry | undefined {
    for (;;) {
      const entry = this.#ready.take(session?.id);
      if (!entry || entry.expiresAt > this.#ports.clock.now()) return entry;
      this.#expire(entry);
    }
  }

  #lock(entry: Entry, from: 'active' | 'deferred', session: Session | undefined): Lock {
    const lockedUntil = session?.lockedUntil ?? this.#ports.wall.now() + this.settings.lockDuration;
    const lock: Lock = { token: randomUUID(), entry, session, lockedUntil };
    this.#expiring.delete(entry);
    this.#become(entry, { kind: 'locked', lock, from });
    this.#locks.set(lock.token, lock);
    if (session) session.locks.add(lock);
    else this.#lockExpiring.set(lock, lockedUntil);
    return lock;
  }

  #unlock(lock: Lock): Lock {
    this.#locks.delete(lock.token);
    if (lock.session) lock.session.locks.delete(lock);
    else this.#lockExpiring.delete(lock);
    return lock;
  }

  #giveBack(lock: Lock, counts: boolean): void {
    const { entry } = this.#unlock(lock);
    const { isDeadLetterQueue, maxDeliveryCount } = this.settings;
    if (counts && !isDeadLetterQueue) entry.deliveryCount++;
    if (entry.deliveryCount >= maxDeliveryCount && !isDeadLetterQueue) {
      this.#moveToDeadLetters(entry, {
        reason: 'MaxDeliveryCountExceeded',
        description: `Message could not be consumed after ${maxDeliveryCount} delivery attempts.`,
      });
      return;
    }
    if (counts) this.#ports.save(entry);
    this.#become(entry, { kind: entry.state.kind === 'locked' ? entry.state.from : 'active' });
    this.#arrive(entry);
  }

  #expireLock(lock: Lock): void {
    this.#giveBack(lock, true);
    this.#ports.changed();
  }

  #releaseLocksOf(session: Session): void {
    for (const lock of [...session.locks]) this.#giveBack(lock, true);
  }

  /** A scheduled message gets a new number: it is enqueued now. */
  #enqueueScheduled(entry: Entry): void {
    this.#entries.delete(entry.sequenceNumber);
    this.#ports.forget(entry.sequenceNumber);
    entry.sequenceNumber = ++this.#lastSequenceNumber;
    this.#become(entry, { kind: 'active' });
    this.#entries.append(entry.sequenceNumber, entry);
    this.#ports.save(entry);
    this.#arrive(entry);
    this.#ports.changed();
  }

  #expire(entry: Entry): void {
    if (this.settings.deadLetterOnExpiration && !this.settings.isDeadLetterQueue)
      this.#moveToDeadLetters(entry, {
        reason: 'TTLExpiredException',
        description: 'The message expired and was dead lettered.',
      });
    else this.#remove(entry);
    this.#ports.changed();
  }

  #moveToDeadLetters(entry: Entry, why: DeadLettering): void {
    this.#remove(entry);
    this.#ports.deadLetter?.({
      ...entry,
      message: withProperties(entry.message, {
        ...why.properties,
        ...(why.reason !== undefined && { DeadLetterReason: why.reason }),
        ...(why.description !== undefined && { DeadLetterErrorDescription: why.description }),
      }),
    });
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.sequenceNumber);
    this.#counts[entry.state.kind]--;
    this.#size -= entry.message.bare.length;
    this.#due.delete(entry);
    this.#expiring.delete(entry);
    if (entry.state.kind === 'active') this.#ready.bury(entry);
    this.#ports.forget(entry.sequenceNumber);
  }

  #inState(kind: 'deferred' | 'scheduled', sequenceNumber: number): Entry {
    const entry = this.#entries.get(sequenceNumber);
    if (entry?.state.kind !== kind) throw messageNotFound(sequenceNumber);
    return entry;
  }
}
