import type { Alarm } from '../clock/clock.ts';
import { encodeValue, filterView } from './amqp/bare-message.ts';
import type { Records } from './durable.ts';
import { type Message, withProperties } from './message.ts';
import type { Origin } from './queue-ports.ts';
import { createSchedule } from './scheduling.ts';
import type { FilterView } from './sql-filter/evaluate.ts';
import type { Rule } from './subscription/rules.ts';
import type { Subscription } from './subscription/subscription.ts';

export interface Topic {
  readonly filterCount: number;
  readonly scheduledCount: number;
  /** Gives every subscription its copies, now or when the message is due. Returns the sequence number. */
  accept(message: Message, hops: number): number;
  cancelScheduled(sequenceNumber: number): void;
  close(): void;
}

interface TopicPorts {
  readonly name: string;
  readonly subscriptions: readonly Subscription[];
  readonly clock: Alarm;
  readonly records: Records;
  deliver(path: string, message: Message, origin: Origin, hops: number): void;
  changed(): void;
}

export function createTopic({ name, subscriptions, clock, records, deliver, changed }: TopicPorts): Topic {
  let lastSequenceNumber = records.lastSequenceNumber(name);
  const schedule = createSchedule(clock, (sequenceNumber, message) => {
    // The removal and the copies become durable together.
    records.forgetScheduled(name, sequenceNumber);
    fanOut(message, sequenceNumber, 0);
    changed();
  });
  for (const { sequenceNumber, message, due } of records.scheduled(name)) schedule.add(sequenceNumber, message, due);

  function fanOut(message: Message, enqueuedSequenceNumber: number, hops: number): void {
    let view: FilterView | undefined;
    const viewOf = () => {
      view ??= filterView(message);
      return view;
    };
    for (const { path, rules } of subscriptions)
      for (const copy of copiesFor(rules, message, viewOf)) deliver(path, copy, { enqueuedSequenceNumber }, hops);
  }

  return {
    get filterCount() {
      return subscriptions.reduce((count, { rules }) => count + rules.length, 0);
    },
    get scheduledCount() {
      return schedule.size;
    },
    accept(message, hops) {
      const sequenceNumber = ++lastSequenceNumber;
      records.saveSequenceNumber(name, sequenceNumber);
      const due = message.scheduledEnqueueTime ?? 0;
      if (due > clock.now()) {
        schedule.add(sequenceNumber, message, due);
        records.saveScheduled(name, { sequenceNumber, due, message });
      } else fanOut(message, sequenceNumber, hops);
      return sequenceNumber;
    },
    cancelScheduled(sequenceNumber) {
      schedule.cancel(sequenceNumber);
      records.forgetScheduled(name, sequenceNumber);
    },
    close: schedule.close,
  };
}

/** Like the service: one copy for all rules without an action, and one more for each rule with an action. */
function copiesFor(rules: readonly Rule[], message: Message, view: () => FilterView): Message[] {
  const matching = rules.filter((rule) => rule.matches(view));
  const copies = matching.flatMap(({ act, description }) => {
    if (!act) return [];
    const changes = Object.entries(act(view())).map(([property, value]) => [property, encodeValue(value)]);
    return [withProperties(message, { ...Object.fromEntries(changes), RuleName: description.name })];
  });
  return matching.length > copies.length ? [message, ...copies] : copies;
}
