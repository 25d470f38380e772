import { ServiceBusClient, type ServiceBusReceiver, type ServiceBusSender } from '@azure/service-bus';
import { type ServerProcess, startStandIn } from '../../chaos/stand-ins/server-process.ts';
import { interleaved, quantile, rateOf } from '../rounds.ts';
import { type Row, row } from '../row.ts';
import { withAll, withFolder } from './subjects.ts';

/** Messages of 1 KB that are sent in batches and received in one round. */
const MESSAGES = 2_000;
const RECEIVED_AT_ONCE = 500;
const SINGLE = 100;
const HANDLED = 300;
const AT_ONCE = 64;
const BODY = { text: 'x'.repeat(900) };

interface Subject {
  readonly kind: 'in memory' | 'durable';
  readonly sender: ServiceBusSender;
  readonly receiver: ServiceBusReceiver;
  /** From the call of send until the handler has the message, in ms. */
  readonly latencies: number[];
  kill(): Promise<void>;
}

/** Each leaves the queue as it found it, or fills it for the one after. */
const operations: Readonly<Record<string, (subject: Subject) => Promise<number>>> = {
  'send in batches': ({ sender }) => rateOf(MESSAGES, () => sendInBatches(sender, MESSAGES)),
  'receive 500 and complete each': ({ receiver }) => rateOf(MESSAGES, () => receiveAndComplete(receiver)),
  'send and handle, one after the other': sendAndHandle,
  'subscribe with 64 calls': async ({ sender, receiver }) => {
    await sendInBatches(sender, HANDLED);
    return rateOf(HANDLED, () => handle(receiver, HANDLED));
  },
};

export async function serviceBusRows(progress: (line: string) => void): Promise<readonly Row[]> {
  return withFolder((folder) => {
    const memory = prepare('in memory', startStandIn('service-bus'));
    const durable = prepare('durable', startStandIn('service-bus', folder));
    return withAll([memory, durable], async (subjects) => {
      const rows: Row[] = [];
      for (const [name, run] of Object.entries(operations)) {
        progress(`service-bus ${name} …`);
        const rates = await interleaved(subjects, run);
        for (const [{ kind }, rate] of rates) rows.push(row(`service-bus ${name}, ${kind}`, rate, '/s'));
      }
      return [...rows, ...subjects.flatMap(latencyRows)];
    });
  });
}

async function prepare(kind: Subject['kind'], starting: Promise<ServerProcess>): Promise<Subject> {
  const { address, kill } = await starting;
  const client = new ServiceBusClient(address);
  return {
    kind,
    sender: client.createSender('work'),
    receiver: client.createReceiver('work'),
    latencies: [],
    async kill() {
      await client.close();
      await kill();
    },
  };
}

/** Sends messages of 1 KB. */
export async function sendInBatches(sender: ServiceBusSender, count: number): Promise<void> {
  for (let sent = 0; sent < count; ) {
    const batch = await sender.createMessageBatch();
    while (
      sent < count &&
      batch.tryAddMessage({ body: BODY, subject: 'bench', applicationProperties: { n: sent % 9 } })
    )
      sent++;
    await sender.sendMessages(batch);
  }
}

async function receiveAndComplete(receiver: ServiceBusReceiver): Promise<void> {
  for (let left = MESSAGES; left > 0; ) {
    const messages = await receiver.receiveMessages(Math.min(RECEIVED_AT_ONCE, left), { maxWaitTimeInMs: 2_000 });
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    left -= messages.length;
  }
}

/** One message is on its way at a time. */
async function sendAndHandle({ sender, receiver, latencies }: Subject): Promise<number> {
  let onMessage: () => void = () => undefined;
  let onError: (error: Error) => void = () => undefined;
  const subscription = receiver.subscribe({
    processMessage: async () => onMessage(),
    processError: async ({ error }) => onError(error),
  });
  try {
    return await rateOf(SINGLE, async () => {
      for (let sent = 0; sent < SINGLE; sent++) {
        const arrival = new Promise<void>((resolve, reject) => {
          onMessage = resolve;
          onError = reject;
        });
        const started = performance.now();
        await Promise.all([sender.sendMessages({ body: BODY }), arrival]);
        latencies.push(performance.now() - started);
      }
    });
  } finally {
    await subscription.close();
  }
}

async function handle(receiver: ServiceBusReceiver, count: number): Promise<void> {
  let left = count;
  const finished = await new Promise<{ close(): Promise<void> }>((resolve, reject) => {
    const processMessage = async () => {
      if (--left === 0) resolve(subscription);
    };
    const subscription = receiver.subscribe(
      { processMessage, processError: async ({ error }) => reject(error) },
      { maxConcurrentCalls: AT_ONCE },
    );
  });
  await finished.close();
}

function latencyRows({ kind, latencies }: Subject): Row[] {
  return [
    row(`service-bus send to handler p50, ${kind}`, quantile(latencies, 0.5), 'ms'),
    row(`service-bus send to handler p99, ${kind}`, quantile(latencies, 0.99), 'ms'),
  ];
}
