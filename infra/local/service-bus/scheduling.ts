import type { Alarm } from '../clock/clock.ts';
import { deadlines } from './deadlines.ts';
import { messageNotFound } from './errors.ts';
import type { Message } from './message.ts';

/** The scheduled messages of a topic, which reach its subscriptions only when they are due. */
export interface Schedule {
  readonly size: number;
  add(sequenceNumber: number, message: Message, due: number): void;
  cancel(sequenceNumber: number): void;
  close(): void;
}

/** `due` must take the message over; the schedule has forgotten it by then. */
export function createSchedule(clock: Alarm, due: (sequenceNumber: number, message: Message) => void): Schedule {
  const messages = new Map<number, Message>();
  const waiting = deadlines<number>(clock, (sequenceNumber) => {
    const message = messages.get(sequenceNumber);
    messages.delete(sequenceNumber);
    if (message) due(sequenceNumber, message);
  });
  return {
    get size() {
      return messages.size;
    },
    add(sequenceNumber, message, time) {
      messages.set(sequenceNumber, message);
      waiting.set(sequenceNumber, time);
    },
    cancel(sequenceNumber) {
      if (!messages.delete(sequenceNumber)) throw messageNotFound(sequenceNumber);
      waiting.delete(sequenceNumber);
    },
    close: waiting.close,
  };
}
