import type { Alarm } from '../clock/clock.ts';
import type { Records } from './durable.ts';
import type { Entry } from './entry.ts';
import type { Message } from './message.ts';
import { Queue } from './queue.ts';
import type { ReceiverSettings } from './topology.ts';

/** A queue or subscription with its dead letters. */
export interface Receiver {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** Where its messages go instead of staying. */
  readonly forwardTo: string | undefined;
}

export interface ReceiverPorts {
  readonly clock: Alarm;
  readonly wall: Alarm;
  readonly records: Records;
  changed(): void;
  forwardDeadLetter(target: string, message: Message): void;
}

export function openReceiver(settings: ReceiverSettings, ports: ReceiverPorts): Receiver {
  const { path, forwardTo, forwardDeadLetteredMessagesTo } = settings;
  const deadLetters = openDeadLetters(settings, ports);
  const queue = openQueue(settings, ports, (entry) => {
    const message: Message = { ...entry.message, timeToLive: undefined };
    if (forwardDeadLetteredMessagesTo === undefined) {
      const { enqueuedSequenceNumber, deliveryCount } = entry;
      deadLetters.enqueue(message, { enqueuedSequenceNumber, deliveryCount, deadLetterSource: path });
    } else ports.forwardDeadLetter(forwardDeadLetteredMessagesTo, message);
  });
  return { queue, deadLetters, forwardTo };
}

/** Dead letters wait for somebody to look at them: nothing makes them go. */
function openDeadLetters(settings: ReceiverSettings, ports: ReceiverPorts): Queue {
  return openQueue(
    {
      ...settings,
      path: `${settings.path}/$DeadLetterQueue`,
      maxDeliveryCount: Number.POSITIVE_INFINITY,
      defaultTimeToLive: Number.POSITIVE_INFINITY,
      requiresSession: false,
    },
    ports,
    undefined,
  );
}

function openQueue(
  settings: ReceiverSettings,
  { clock, wall, records, changed }: ReceiverPorts,
  deadLetter: ((entry: Entry) => void) | undefined,
): Queue {
  const { path } = settings;
  const queue = new Queue(
    { ...settings, isDeadLetterQueue: deadLetter === undefined },
    {
      clock,
      wall,
      changed,
      deadLetter,
      save(entry) {
        records.saveEntry(path, entry);
        records.saveSequenceNumber(path, queue.lastSequenceNumber);
      },
      forget: (sequenceNumber) => records.forgetEntry(path, sequenceNumber),
      saveSessionState: (sessionId, state) => records.saveSessionState(path, sessionId, state),
    },
  );
  return queue;
}
