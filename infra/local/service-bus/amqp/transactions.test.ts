import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import rhea, {
  type Connection,
  type ConnectionOptions,
  type Delivery,
  type EventContext,
  type Receiver,
  type Sender,
} from 'rhea';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ServiceBus, startServiceBus } from '../broker.ts';
import * as amqp from './types.ts';
import { descriptorOf, type Typed } from './types.ts';

/* The JS SDK has no transactions: a bare AMQP client speaks here, as .NET does. */

const topology = { queues: { q: {}, other: {} }, topics: {} } as const;
const COORDINATOR = 0x30;
const DECLARE = 0x31;
const DISCHARGE = 0x32;
const TRANSACTIONAL = 0x34;
const VALUE = 0x77;
const accepted = amqp.composite(0x24, []);

let bus: ServiceBus;
let client: TransactionalClient;
beforeEach(async () => {
  // rhea knows no coordinator and no declared outcome, and says so.
  for (const level of ['warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  bus = await startServiceBus({ topology });
  client = await connect(bus.port);
});
afterEach(async () => {
  client.connection.close();
  await bus.close();
  vi.restoreAllMocks();
});

describe('A transaction', () => {
  test('shows nothing before its end, and everything after', async () => {
    const id = await client.declare();
    expect(await client.send('q', 'first', id)).toBe(TRANSACTIONAL);
    expect(await client.send('other', 'second', id)).toBe(TRANSACTIONAL);
    expect([bus.count('q').active, bus.count('other').active]).toEqual([0, 0]);
    expect(await client.discharge(id, false)).toBe(0x24);
    expect([bus.count('q').active, bus.count('other').active]).toEqual([1, 1]);
  });

  test('that is rolled back leaves nothing, and the lock goes on', async () => {
    await client.send('q', 'in');
    const delivery = await client.receive('q');
    const id = await client.declare();
    await client.send('q', 'out', id);
    await client.complete(delivery, id);
    expect(await client.discharge(id, true)).toBe(0x24);
    expect(bus.count('q')).toMatchObject({ active: 0, locked: 1 });
    await client.complete(delivery);
    expect(bus.count('q')).toMatchObject({ active: 0, locked: 0 });
  });

  test('completes and sends together', async () => {
    await client.send('q', 'in');
    const delivery = await client.receive('q');
    const id = await client.declare();
    await client.complete(delivery, id);
    await client.send('other', 'out', id);
    expect(bus.count('q').locked).toBe(1);
    await client.discharge(id, false);
    expect([bus.count('q').locked, bus.count('other').active]).toEqual([0, 1]);
  });

  test('that was never declared is refused', async () => {
    expect(await client.discharge(Buffer.alloc(16), false)).toBe(0x25);
    expect(await client.send('q', 'stray', Buffer.alloc(16))).toBe(0x25);
    expect(bus.count('q').active).toBe(0);
  });

  test('ends once', async () => {
    const id = await client.declare();
    expect(await client.discharge(id, false)).toBe(0x24);
    expect(await client.discharge(id, false)).toBe(0x25);
  });

  test('holds 100 operations and no more', async () => {
    const id = await client.declare();
    for (let sent = 0; sent < 100; sent++) expect(await client.send('q', 'part', id)).toBe(TRANSACTIONAL);
    expect(await client.send('q', 'one too many', id)).toBe(0x25);
    await client.discharge(id, false);
    expect(bus.count('q').active).toBe(100);
  });

  test('is gone with its connection', async () => {
    await client.send('q', 'out', await client.declare());
    client.connection.close();
    await once(client.connection, 'connection_close');
    client = await connect(bus.port);
    expect(bus.count('q').active).toBe(0);
  });
});

interface TransactionalClient {
  readonly connection: Connection;
  /** Sends a text and returns the descriptor of the outcome. */
  send(queue: string, text: string, transaction?: Buffer): Promise<number | undefined>;
  receive(queue: string): Promise<Delivery>;
  complete(delivery: Delivery, transaction?: Buffer): Promise<void>;
  declare(): Promise<Buffer>;
  discharge(transaction: Buffer, fail: boolean): Promise<number | undefined>;
}

/** The parts of rhea that its typings leave out. */
interface Frames {
  output(performative: { value: (Typed | undefined)[] } & object, payload?: Buffer): void;
}
const TRANSFER_STATE = 7;

async function connect(port: number): Promise<TransactionalClient> {
  const connection = rhea
    .create_container({ sender_options: { autosettle: true } })
    .connect({ host: '127.0.0.1', port, reconnect: false, username: 'anonymous' } as ConnectionOptions);
  await once(connection, 'connection_open');
  const coordinator = connection.open_sender({ target: {} });
  (coordinator as unknown as { local: { attach: { target: Typed } } }).local.attach.target = amqp.composite(
    COORDINATOR,
    [],
  );
  await once(coordinator, 'sendable');
  let tags = 0;

  async function transfer(link: Sender, bytes: Buffer): Promise<Typed> {
    const delivery = link.send(bytes, Buffer.from(`t${tags++}`), 0);
    for (;;) {
      const [context] = (await once(link, 'settled')) as [EventContext];
      if (context.delivery === delivery) return stateOf(delivery);
    }
  }

  return {
    connection,
    async send(queue, text, transaction) {
      const link = connection.open_sender(queue);
      await once(link, 'sendable');
      if (transaction) stateEachTransfer(link, transaction);
      const outcome = await transfer(link, valueSection(amqp.string(text)));
      link.close();
      return descriptorOf(outcome);
    },
    async receive(queue) {
      const link: Receiver = connection.open_receiver({
        source: queue,
        autoaccept: false,
        autosettle: false,
        rcv_settle_mode: 1,
        credit_window: 1,
      });
      const [{ delivery }] = (await once(link, 'message')) as [EventContext];
      if (!delivery) throw new Error('There was no delivery.');
      return delivery;
    },
    async complete(delivery, transaction) {
      delivery.update(
        false,
        transaction ? amqp.composite(TRANSACTIONAL, [amqp.binary(transaction), accepted]) : accepted,
      );
      if (!transaction) await once(delivery.link, 'settled');
      else while (!delivery.remote_state) await setImmediate(); // of an answer that settles nothing rhea tells nothing
    },
    async declare() {
      const declared = await transfer(coordinator, valueSection(amqp.composite(DECLARE, [])));
      return amqp.itemsOf(declared)[0]?.value as Buffer;
    },
    async discharge(transaction, fail) {
      const request = amqp.composite(DISCHARGE, [amqp.binary(transaction), amqp.boolean(fail)]);
      return descriptorOf(await transfer(coordinator, valueSection(request)));
    },
  };
}

/** The section's descriptor stands before the value's own, which rhea would overwrite. */
const valueSection = (value: Typed) => Buffer.concat([Buffer.from([0, 0x53, VALUE]), amqp.encode(value)]);

/** rhea gives no state to a transfer: it is put into the frame on its way out. */
function stateEachTransfer({ session }: Sender, transaction: Buffer): void {
  const frames = session as unknown as Frames;
  const output = frames.output.bind(frames);
  frames.output = (performative, payload) => {
    if (payload) {
      performative.value[TRANSFER_STATE] = amqp.composite(TRANSACTIONAL, [amqp.binary(transaction)]);
      Object.assign(frames, { output });
    }
    output(performative, payload);
  };
}

/** rhea makes objects of the outcomes that it knows, and leaves the others encoded. */
function stateOf({ remote_state }: Delivery): Typed {
  const state = remote_state as Typed | { described(): Typed };
  return 'described' in state ? state.described() : state;
}
