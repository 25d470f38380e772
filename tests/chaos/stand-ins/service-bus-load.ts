import { setTimeout } from 'node:timers/promises';
import {
  ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
  type ServiceBusSender,
} from '@azure/service-bus';
import { type Load, noFindings, work } from './load.ts';
import { compare, learn, type Message, type Seen } from './sent-messages.ts';

const SENDERS = 6;
const KINDS = ['single', 'batch', 'single', 'batch', 'scheduled'] as const;
const BATCH = 3;
const SCHEDULED_AHEAD_MS = 400;
/** After this, what has not come will not come. */
const LONGEST_DELAY_MS = 5_000;
const TEXT = 'x'.repeat(200);

/** Senders of single, batched and scheduled messages, and a receiver that completes two of three. */
export function serviceBusLoad(): Load {
  const findings = noFindings();
  const messages = new Map<string, Message>();
  let sends = 0;
  let lastDue = 0;

  async function send(sender: ServiceBusSender): Promise<void> {
    const kind = KINDS[sends % KINDS.length];
    const sent = note(kind === 'single' ? 1 : BATCH);
    const bodies = sent.map(({ id }) => ({ messageId: id, body: TEXT }));
    if (kind === 'scheduled') {
      lastDue = Date.now() + SCHEDULED_AHEAD_MS;
      await sender.scheduleMessages(bodies, new Date(lastDue));
    } else await sender.sendMessages(bodies);
    for (const message of sent) message.sent = 'known';
    findings.acknowledged += sent.length;
  }

  /** Notes as many new messages, as yet in doubt. */
  function note(count: number): Message[] {
    const send = sends++;
    return Array.from({ length: count }, () => {
      const message: Message = { id: `m${messages.size}`, send, sent: 'in doubt', completed: 'no' };
      messages.set(message.id, message);
      return message;
    });
  }

  async function complete(receiver: ServiceBusReceiver, received: ServiceBusReceivedMessage): Promise<void> {
    const message = messages.get(String(received.messageId));
    if (!message || Number(message.id.slice(1)) % 3 === 0) return;
    message.completed = 'in doubt';
    await receiver.completeMessage(received);
    message.completed = 'known';
    findings.acknowledged++;
  }

  return {
    findings,
    start(address) {
      const client = clientOf(address);
      const sender = client.createSender('load');
      const receiver = client.createReceiver('load', 'worked', { maxAutoLockRenewalDurationInMs: 0 });
      const receive = async () => {
        const received = await receiver.receiveMessages(20, { maxWaitTimeInMs: 200 });
        await Promise.all(received.map((message) => complete(receiver, message)));
      };
      const senders = Array.from({ length: SENDERS }, () => () => send(sender));
      return work([...senders, receive], () => void client.close().catch(() => undefined));
    },
    async check(address) {
      const client = clientOf(address);
      const all = [...messages.values()];
      await setTimeout(Math.max(lastDue - Date.now(), 0));
      for (;;) {
        const [kept, worked] = [await peekAll(client, 'kept'), await peekAll(client, 'worked')];
        const wrong = compare(all, kept, worked);
        if (wrong.lost > 0 && Date.now() < lastDue + LONGEST_DELAY_MS) continue;
        findings.lost += wrong.lost;
        findings.resurrected += wrong.resurrected;
        learn(all, kept, worked);
        break;
      }
      await client.close();
    },
  };
}

/** Fails soon and retries nothing, so that every answer is the first one. */
function clientOf(connectionString: string): ServiceBusClient {
  return new ServiceBusClient(connectionString, {
    retryOptions: { maxRetries: 0, retryDelayInMs: 50, timeoutInMs: 1_500 },
  });
}

async function peekAll(client: ServiceBusClient, subscription: string): Promise<Seen> {
  const seen = new Map<string, number>();
  const receiver = client.createReceiver('load', subscription);
  for (let page = await receiver.peekMessages(500); page.length > 0; page = await receiver.peekMessages(500))
    for (const { messageId } of page) seen.set(String(messageId), (seen.get(String(messageId)) ?? 0) + 1);
  await receiver.close();
  return seen;
}
