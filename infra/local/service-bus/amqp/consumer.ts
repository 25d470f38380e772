import { randomUUID } from 'node:crypto';
import type { Entry, Lock, Session } from '../entry.ts';
import { asServiceBusError, sessionLockLost } from '../errors.ts';
import type { Queue } from '../queue.ts';
import { encodeDelivery } from './bare-message.ts';
import { type Client, meetFault } from './client.ts';
import type { PeerDelivery, PeerLink } from './internals.ts';
import { deliveryTagOf } from './uuid.ts';

/** A link on which messages of a queue go out. */
export interface Consumer {
  readonly queue: Queue;
  /** Sends what the client's credit allows. */
  pump(): void;
  drain(): void;
  /** The lock that a delivery carries. */
  lockOf(delivery: PeerDelivery): Lock | undefined;
  close(): void;
}

export interface ConsumerOptions {
  readonly client: Client;
  readonly link: PeerLink;
  readonly queue: Queue;
  readonly session: Session | undefined;
  readonly receiveAndDelete: boolean;
}

export function openConsumer({ client, link, queue, session, receiveAndDelete }: ConsumerOptions): Consumer {
  const { service } = client;
  const { path } = queue.settings;
  const locks = new WeakMap<PeerDelivery, Lock>();
  /** Deliveries on their way: taken out of the queue, and waiting until that is durable. */
  let underWay = 0;
  let isDraining = false;
  let isWoken = false;
  let isClosed = false;

  const forgetQueue = queue.onAvailable(wake);
  if (session) session.lost = () => fail(sessionLockLost(session.id));

  /** Many changes in a row are one reason to look. */
  function wake(): void {
    if (isWoken || isClosed) return;
    isWoken = true;
    setImmediate(() => {
      isWoken = false;
      pump();
    });
  }

  /** rhea lowers the credit only when a frame is written. */
  const freeCredit = () => {
    const { outgoing } = link.session;
    const queued = outgoing.next_delivery_id - outgoing.next_pending_delivery;
    return Math.min(link.credit - queued, outgoing.available()) - underWay;
  };

  function pump(): void {
    if (isClosed) return;
    try {
      service.assertWorking();
      while (freeCredit() > 0 && deliverNext());
    } catch (error) {
      fail(error);
    }
    if (isDraining && underWay === 0 && !isClosed) reportDrained();
  }

  /** Returns false when there is nothing to deliver. */
  function deliverNext(): boolean {
    const lock = receiveAndDelete ? undefined : queue.receive(session);
    const entry = receiveAndDelete ? queue.receiveAndDelete(session) : lock?.entry;
    if (!entry) return false;
    underWay++;
    void deliver(entry, lock).finally(() => {
      underWay--;
      if (receiveAndDelete || isDraining) wake();
    });
    return true;
  }

  async function deliver(entry: Entry, lock: Lock | undefined): Promise<void> {
    try {
      await meetFault(client, 'transfer', path);
      // Without a lock the message goes out only when it can no longer come back.
      if (!lock) await service.durable();
      if (isClosed) return;
      const tag = deliveryTagOf(lock?.token ?? randomUUID());
      const delivery = link.send(encodeDelivery(entry, lock), tag, 0);
      if (lock) locks.set(delivery, lock);
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    const { condition, message: description } = asServiceBusError(error);
    link.close({ condition, description });
    close();
  }

  /** A client that drains waits for the word that no more will come. */
  function reportDrained(): void {
    isDraining = false;
    setImmediate(() => {
      link.set_drained(true);
      link.connection._register();
    });
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    forgetQueue();
    client.consumers.delete(consumer);
    // Other locks outlive their link until they expire, as in the service.
    if (session) queue.sessions.release(session);
  }

  const consumer: Consumer = {
    queue,
    pump: wake,
    drain() {
      isDraining = true;
      wake();
    },
    lockOf: (delivery) => locks.get(delivery),
    close,
  };
  client.consumers.add(consumer);
  return consumer;
}

/** rhea answers no drain once the credit is used up, and then the client waits in vain. */
export function alwaysAnswerDrain(link: PeerLink): void {
  link._get_drain = () => {
    if (!link._draining || !link._drained) return false;
    link.delivery_count += link.credit;
    link.credit = 0;
    link._draining = false;
    return true;
  };
}
