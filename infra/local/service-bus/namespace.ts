import type { Alarm } from '../clock/clock.ts';
import { assertAcceptable } from './acceptance.ts';
import { createDuplicateDetection, type DuplicateDetection } from './duplicate-detection.ts';
import type { Records } from './durable.ts';
import type { StateKind } from './entry.ts';
import { entityFull, entityNotFound } from './errors.ts';
import { LIMITS } from './limits.ts';
import { type Message, type Properties, withProperties } from './message.ts';
import type { Queue } from './queue.ts';
import type { Origin } from './queue-ports.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { createSubscription, type Subscription } from './subscription/subscription.ts';
import { createTopic, type Topic } from './topic.ts';
import type {
  Entities,
  QueueDefinition,
  ReceiverSettings,
  SubscriptionDefinition,
  TopicDefinition,
} from './topology.ts';

interface SendingEntity {
  readonly duplicates: DuplicateDetection | undefined;
  /** Bytes. */
  readonly maxSize: number;
  /** The stores that its messages lie in. */
  readonly stores: readonly Queue[];
}

type Entity = SendingEntity &
  ({ readonly kind: 'queue'; readonly receiver: Receiver } | { readonly kind: 'topic'; readonly topic: Topic });

/** The entities of the broker and the ways between them. */
export interface Namespace {
  /** Throws `amqp:not-found`, or what a send of these messages would. */
  assertCanSend(path: string, messages?: readonly Message[]): void;
  /** All of them or none. Returns their sequence numbers; 0 stands for a duplicate, which is dropped. */
  send(path: string, messages: readonly Message[]): number[];
  /** The sequence numbers of scheduled messages that shall not be sent after all. */
  cancelScheduled(path: string, sequenceNumbers: readonly number[]): void;
  /** The store of a queue, subscription or dead-letter queue. Throws `amqp:not-found`. */
  queue(path: string): Queue;
  subscription(path: string): Subscription;
  /** Filters that a message sent there is compared with. */
  filterCount(path: string): number;
  /** Paths of queues and subscriptions, in the order of the topology. */
  readonly receivers: readonly string[];
  count(path: string): Counts;
  /** How many messages it has taken from senders since it was created, without duplicates. */
  accepted(path: string): number;
  close(): void;
}

/** Messages of an entity, by state. For a topic only `scheduled` can be other than 0. */
export type Counts = Readonly<Record<StateKind | 'deadLetter', number>>;

export interface NamespacePorts {
  /** For scheduled messages, their expiry and duplicate windows. */
  readonly clock: Alarm;
  /** For locks. */
  readonly wall: Alarm;
  readonly records: Records;
  /** Something changed outside of any client's request, and should become durable. */
  changed(): void;
}

export function createNamespace(entities: Entities, ports: NamespacePorts): Namespace {
  const { clock, records } = ports;
  const byPath = new Map<string, Entity>();
  const queues = new Map<string, Queue>();
  const receivers = new Map<string, Receiver>();
  const subscriptions = new Map<string, Subscription>();
  const accepted = new Map<Entity, number>();

  function addReceiver(settings: ReceiverSettings): Receiver {
    const receiver = openReceiver(settings, {
      ...ports,
      forwardDeadLetter: (target, message) => void accept(target, message, 1, settings.path),
    });
    receivers.set(settings.path.toLowerCase(), receiver);
    for (const queue of [receiver.deadLetters, receiver.queue]) queues.set(queue.settings.path.toLowerCase(), queue);
    return receiver;
  }

  function duplicateDetection(path: string, window: number | undefined): DuplicateDetection | undefined {
    if (window === undefined) return undefined;
    const detection = createDuplicateDetection({
      clock,
      window,
      save: (messageId, until) => records.saveSeen(path, messageId, until),
    });
    for (const { messageId, until } of records.seen(path)) detection.restore(messageId, until);
    return detection;
  }

  function addQueueEntity(definition: QueueDefinition): void {
    const receiver = addReceiver(definition);
    byPath.set(definition.path.toLowerCase(), {
      kind: 'queue',
      receiver,
      duplicates: duplicateDetection(definition.path, definition.duplicateDetectionWindow),
      maxSize: definition.maxSize,
      stores: [receiver.queue, receiver.deadLetters],
    });
  }

  function addTopicEntity({ name, maxSize, duplicateDetectionWindow, ...definition }: TopicDefinition): void {
    const own = definition.subscriptions.map((subscription) => ({
      subscription: addSubscription(subscription),
      receiver: addReceiver(subscription),
    }));
    byPath.set(name.toLowerCase(), {
      kind: 'topic',
      topic: createTopic({
        name,
        subscriptions: own.map(({ subscription }) => subscription),
        clock,
        records,
        changed: ports.changed,
        deliver: (path, message, origin, hops) => deliver(receiverAt(path), message, origin, hops),
      }),
      duplicates: duplicateDetection(name, duplicateDetectionWindow),
      maxSize,
      stores: own.flatMap(({ receiver }) => [receiver.queue, receiver.deadLetters]),
    });
  }

  function addSubscription({ path, rules }: SubscriptionDefinition): Subscription {
    const subscription = createSubscription({
      path,
      rules: records.rules(path) ?? rules,
      now: () => clock.now(),
      save: (changed) => records.saveRules(path, changed),
    });
    subscriptions.set(path.toLowerCase(), subscription);
    return subscription;
  }

  for (const definition of entities.queues) addQueueEntity(definition);
  for (const definition of entities.topics) addTopicEntity(definition);
  for (const [path, queue] of queues) {
    queue.restore(records.entries(path), records.lastSequenceNumber(path));
    for (const { sessionId, state } of records.sessionStates(path)) queue.sessions.restoreState(sessionId, state);
  }
  for (const queue of queues.values()) queue.resume();

  function entityAt(path: string): Entity {
    const entity = byPath.get(path.toLowerCase());
    if (!entity) throw entityNotFound(path);
    return entity;
  }

  function receiverAt(path: string): Receiver {
    const receiver = receivers.get(path.toLowerCase());
    if (!receiver) throw entityNotFound(path);
    return receiver;
  }

  function queueAt(path: string): Queue {
    const queue = queues.get(path.toLowerCase());
    if (!queue) throw entityNotFound(path);
    return queue;
  }

  /** Takes a message in, from a sender or from an entity that forwards. */
  function accept(path: string, message: Message, hops: number, deadLetterSource?: string): number {
    const entity = entityAt(path);
    if (entity.duplicates?.isDuplicate(message.id)) return 0;
    if (entity.kind === 'topic') return entity.topic.accept(message, hops);
    return deliver(entity.receiver, message, { deadLetterSource }, hops);
  }

  function deliver(receiver: Receiver, message: Message, origin: Origin, hops: number): number {
    const { queue, deadLetters, forwardTo } = receiver;
    const deadLetter = (why: Properties) =>
      deadLetters.enqueue(withProperties({ ...message, timeToLive: undefined }, why), {
        ...origin,
        deadLetterSource: queue.settings.path,
      }).sequenceNumber;
    if (forwardTo !== undefined) {
      if (hops < LIMITS.forwardingHops) return accept(forwardTo, message, hops + 1, origin.deadLetterSource);
      return deadLetter({
        DeadLetterReason: 'MaxTransferHopCountExceeded',
        DeadLetterErrorDescription: 'The maximum number of transfer hops was exceeded.',
      });
    }
    if (queue.settings.requiresSession && message.sessionId === undefined)
      return deadLetter({
        DeadLetterReason: 'Session ID is null.',
        DeadLetterErrorDescription: "Session enabled entity doesn't allow a message whose session identifier is null.",
      });
    return queue.enqueue(message, origin).sequenceNumber;
  }

  function assertCanSend(path: string, messages: readonly Message[] = []): void {
    const entity = entityAt(path);
    const needsSession = entity.kind === 'queue' && entity.receiver.queue.settings.requiresSession;
    for (const message of messages) assertAcceptable(message, needsSession);
    const size = entity.stores.reduce((sum, store) => sum + store.size, 0);
    if (messages.reduce((sum, { bare }) => sum + bare.length, size) > entity.maxSize) throw entityFull(path);
  }

  return {
    receivers: [...receivers.values()].map(({ queue }) => queue.settings.path),
    assertCanSend,
    send(path, messages) {
      assertCanSend(path, messages);
      const numbers = messages.map((message) => accept(path, message, 0));
      const entity = entityAt(path);
      accepted.set(entity, (accepted.get(entity) ?? 0) + numbers.filter((number) => number !== 0).length);
      return numbers;
    },
    cancelScheduled(path, sequenceNumbers) {
      const entity = entityAt(path);
      for (const sequenceNumber of sequenceNumbers) {
        if (entity.kind === 'topic') entity.topic.cancelScheduled(sequenceNumber);
        else entity.receiver.queue.cancelScheduled(sequenceNumber);
      }
    },
    queue: queueAt,
    subscription(path) {
      const subscription = subscriptions.get(path.toLowerCase());
      if (!subscription) throw entityNotFound(path);
      return subscription;
    },
    filterCount(path) {
      const entity = byPath.get(path.toLowerCase());
      return entity?.kind === 'topic' ? entity.topic.filterCount : 0;
    },
    accepted: (path) => accepted.get(entityAt(path)) ?? 0,
    count(path) {
      const entity = byPath.get(path.toLowerCase());
      if (entity?.kind === 'topic') return { ...NO_MESSAGES, scheduled: entity.topic.scheduledCount };
      const deadLetters = receivers.get(path.toLowerCase())?.deadLetters.counts;
      return { ...queueAt(path).counts, deadLetter: deadLetters ? total(deadLetters) : 0 };
    },
    close() {
      for (const queue of queues.values()) queue.close();
      for (const entity of byPath.values()) {
        entity.duplicates?.close();
        if (entity.kind === 'topic') entity.topic.close();
      }
    },
  };
}

const NO_MESSAGES: Counts = { active: 0, scheduled: 0, deferred: 0, locked: 0, deadLetter: 0 };
const total = (counts: Readonly<Record<StateKind, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count);
