import type {
  ServiceBusClient,
  ServiceBusMessage,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
  ServiceBusSender,
} from '@azure/service-bus';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { type ServiceName, TOPIC_OF } from '../contracts/events/topology.ts';
import { crashPoint } from '../state/crash-point.ts';
import type { Clock } from '../time/clock.ts';
import type { Bus, PutAside } from './bus.ts';
import { attemptOf, copyMessageOf, messageOf } from './message.ts';
import { openServiceBusClient, type ServiceBusConnection } from './service-bus-client.ts';
import { workEvent } from './work.ts';

export interface BusOptions {
  readonly service: ServiceName;
  /** Asked on first use, so that opening never depends on the environment. */
  connection(): ServiceBusConnection;
  readonly clock: Clock;
}

/** The bus as one service sees it. Connects on first use. */
export function openBus({ service, connection, clock }: BusOptions): Bus {
  let client: Promise<ServiceBusClient> | undefined;
  const senders = new Map<string, ServiceBusSender>();
  let aside: ServiceBusReceiver | undefined;

  const open = () => {
    client ??= openServiceBusClient(connection());
    return client;
  };
  const senderOf = async (entity: string) => {
    const connected = await open();
    const sender = senders.get(entity) ?? connected.createSender(entity);
    senders.set(entity, sender);
    return sender;
  };
  const sendToInbox = async (message: ServiceBusMessage) => (await senderOf(service)).sendMessages(message);

  return {
    publish: async (events) => publish(await senderOf(TOPIC_OF[service]), events),
    enqueue: (work, data, options) => {
      const event = workEvent(service, work, data, options, clock.now());
      const { at } = options;
      return sendToInbox(copyMessageOf({ event, messageId: event.id, attempt: 0, ...(at !== undefined && { at }) }));
    },
    sendCopy: (copy) => sendToInbox(copyMessageOf(copy)),
    async drain(take) {
      const connected = await open();
      const receiver = aside ?? connected.createReceiver(service, { subQueueType: 'deadLetter' });
      // Kept while there is nothing: a link of its own each time costs more than the look. It looks at no message twice.
      aside = (await isEmpty(receiver)) ? receiver : undefined;
      return aside ? 0 : drain(receiver, take);
    },
    close: async () => (await client)?.close(),
  };
}

/** As few sends as the size of a message allows. */
async function publish(sender: ServiceBusSender, events: readonly CloudEvent[]): Promise<readonly CloudEvent[]> {
  const tooLarge: CloudEvent[] = [];
  let batch = await sender.createMessageBatch();
  for (const event of events) {
    const message = messageOf(event);
    if (batch.tryAddMessage(message)) continue;
    if (batch.count > 0) {
      await sender.sendMessages(batch);
      await crashPoint('between-publications');
      batch = await sender.createMessageBatch();
    }
    if (!batch.tryAddMessage(message)) tooLarge.push(event);
  }
  if (batch.count > 0) await sender.sendMessages(batch);
  return tooLarge;
}

const MESSAGES_A_READ = 50;
const READ_MS = 1_000;

/** Looking costs a millisecond, receiving from an empty queue a second. */
async function isEmpty(receiver: ServiceBusReceiver): Promise<boolean> {
  return (await receiver.peekMessages(1)).length === 0;
}

/** Takes all messages, and closes the receiver. Returns how many. */
async function drain(receiver: ServiceBusReceiver, take: (message: PutAside) => Promise<void>): Promise<number> {
  try {
    let taken = 0;
    let messages: ServiceBusReceivedMessage[];
    do {
      messages = await receiver.receiveMessages(MESSAGES_A_READ, { maxWaitTimeInMs: READ_MS });
      for (const message of messages) {
        await take(putAside(message));
        await receiver.completeMessage(message);
      }
      taken += messages.length;
    } while (messages.length === MESSAGES_A_READ);
    return taken;
  } finally {
    await receiver.close();
  }
}

function putAside({ body, applicationProperties, deadLetterReason }: ServiceBusReceivedMessage): PutAside {
  return { body, attempt: attemptOf(applicationProperties), reason: deadLetterReason ?? 'unknown' };
}
