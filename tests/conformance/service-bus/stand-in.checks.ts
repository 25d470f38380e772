import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ServiceBusClient } from '@azure/service-bus';
import { drivenClock } from '../../../infra/local/clock/clock.ts';
import {
  assertEmpty,
  assertNothingFor,
  consume,
  deadLetter,
  pause,
  receiveOne,
  refused,
  standInChecks,
} from './fixture.ts';
import { testStore, withStandIn } from './stand-in.ts';

/** Made anew each time: the SDK takes the mode out of what it is given. */
const deleting = () => ({ receiveMode: 'receiveAndDelete' }) as const;
const renewingNothing = { maxAutoLockRenewalDurationInMs: 0 } as const;
const retrying = { maxRetries: 3, retryDelayInMs: 20, timeoutInMs: 5_000 } as const;

export const signatureChecks = standInChecks('Signatures', {
  'any key is welcome unless the check is asked for': () =>
    withStandIn({}, async ({ bus }) => {
      const connectionString = bus.connectionString.replace(/SharedAccessKey=[^;]*/, 'SharedAccessKey=whatever');
      const client = new ServiceBusClient(connectionString);
      await client.createSender('q').sendMessages({ body: 1 });
      await client.close();
    }),
  'the right key opens': () =>
    withStandIn({ checkSignatures: { keyName: 'owner', key: 'c2VjcmV0' } }, async ({ client }) => {
      await client.createSender('q').sendMessages({ body: 1 });
      await consume(client.createReceiver('q'), 1);
    }),
  'a wrong key is refused': () =>
    withStandIn({ checkSignatures: { keyName: 'owner', key: 'c2VjcmV0' } }, async ({ bus }) => {
      const client = new ServiceBusClient(bus.connectionString.replace('c2VjcmV0', 'd3Jvbmc='), {
        retryOptions: { maxRetries: 0 },
      });
      await refused('UnauthorizedAccess', client.createSender('q').sendMessages({ body: 1 }));
      await client.close();
      assert.equal(bus.count('q').active, 0);
    }),
  'a key of another name is refused': () =>
    withStandIn({ checkSignatures: { keyName: 'owner', key: 'c2VjcmV0' } }, async ({ bus }) => {
      const client = new ServiceBusClient(bus.connectionString.replace('owner', 'guest'), {
        retryOptions: { maxRetries: 0 },
      });
      await refused('UnauthorizedAccess', client.createSender('q').sendMessages({ body: 1 }));
      await client.close();
    }),
});

export const faultChecks = standInChecks('Faults', {
  'a busy server is asked again': () =>
    withStandIn({}, async ({ bus }) => {
      bus.faults.add({ on: 'send', entity: 'q', times: 2, effect: { kind: 'server-busy' } });
      const client = new ServiceBusClient(bus.connectionString, { retryOptions: retrying });
      await client.createSender('q').sendMessages({ body: 'at last' });
      await consume(client.createReceiver('q'), 1);
      await client.close();
    }),
  'a busy server that stays busy refuses with 50009': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'send', effect: { kind: 'server-busy' } });
      const error = await refused('ServiceBusy', client.createSender('q').sendMessages({ body: 1 }));
      assert.match(error.message, /50009/);
    }),
  'a full entity refuses': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'send', entity: 'q', effect: { kind: 'entity-full' } });
      await assert.rejects(client.createSender('q').sendMessages({ body: 1 }), /maximum entity size/);
      await client.createSender('q').sendMessages({ body: 2 });
      assert.equal(bus.count('q').active, 1);
    }),
  'a disabled entity refuses': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'attach', entity: 'q', effect: { kind: 'entity-disabled' } });
      await refused('MessagingEntityDisabled', client.createSender('q').sendMessages({ body: 1 }));
    }),
  'a lost lock strikes the settlement that it is planned for': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'settle', entity: 'q', nth: 2, effect: { kind: 'lock-lost' } });
      await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
      const receiver = client.createReceiver('q', renewingNothing);
      await receiver.completeMessage(await receiveOne(receiver));
      await refused('MessageLockLost', receiver.completeMessage(await receiveOne(receiver)));
      assert.equal((await receiveOne(receiver)).body, 2);
    }),
  'neighbouring settlements keep their own outcomes': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'settle', nth: 2, effect: { kind: 'lock-lost' } });
      await client.createSender('q').sendMessages([1, 2, 3].map((body) => ({ body })));
      const receiver = client.createReceiver('q', renewingNothing);
      const messages = await receiver.receiveMessages(3, { maxWaitTimeInMs: 2_000 });
      const results = await Promise.allSettled(messages.map((message) => receiver.completeMessage(message)));
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      );
    }),
  'neighbouring sends keep their own outcomes': () =>
    withStandIn({}, async ({ bus, client }) => {
      const sender = client.createSender('q');
      bus.faults.add({ on: 'send', nth: 2, effect: { kind: 'entity-full' } });
      const results = await Promise.allSettled([1, 2, 3].map((body) => sender.sendMessages({ body })));
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      );
      assert.equal(bus.count('q').active, 2);
    }),
  'a management request fails as planned': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({
        on: 'manage',
        effect: { kind: 'error', condition: 'amqp:internal-error', description: 'planned' },
      });
      await assert.rejects(client.createReceiver('q').peekMessages(1), /planned/);
      await assertEmpty(client.createReceiver('q'));
    }),
  'a delay only takes its time': () =>
    withStandIn({}, async ({ bus, client }) => {
      bus.faults.add({ on: 'send', effect: { kind: 'delay', milliseconds: 120 } });
      const before = performance.now();
      await client.createSender('q').sendMessages({ body: 1 });
      assert.ok(performance.now() - before >= 100);
    }),
  'a client comes back after its connection was dropped': () =>
    withStandIn({}, async ({ bus }) => {
      const client = new ServiceBusClient(bus.connectionString, { retryOptions: { ...retrying, timeoutInMs: 1_000 } });
      const sender = client.createSender('q');
      await sender.sendMessages({ body: 1 });
      bus.faults.add({ on: 'send', effect: { kind: 'drop-connection' } });
      await sender.sendMessages({ body: 2 });
      assert.equal(bus.count('q').active, 2);
      await client.close();
    }),
  'a subscriber goes on after its connection was dropped': () =>
    withStandIn({}, async ({ bus, client }) => {
      const subscribing = new ServiceBusClient(bus.connectionString, { retryOptions: retrying });
      bus.faults.add({ on: 'transfer', entity: 'q', effect: { kind: 'drop-connection' } });
      const seen = new Promise<unknown>((resolve) => {
        subscribing.createReceiver('q').subscribe({
          processMessage: async ({ body }) => resolve(body),
          processError: async () => undefined,
        });
      });
      await client.createSender('q').sendMessages({ body: 'after all' });
      assert.equal(await seen, 'after all');
      await subscribing.close();
    }),
});

export const throttlingChecks = standInChecks('Throttling', {
  'a Standard namespace is busy after 1,000 credits in a second': () =>
    withStandIn({ credits: true }, async ({ client }) => {
      const sender = client.createSender('q');
      const send = () => sender.sendMessages(Array.from({ length: 400 }, (_, body) => ({ body })));
      // Three of these can fall on two sides of a second; six cannot.
      const results = await Promise.allSettled(Array.from({ length: 6 }, send));
      const refusals = results.filter((result) => result.status === 'rejected');
      assert.ok(refusals.length > 0);
      for (const { reason } of refusals) assert.equal(reason.code, 'ServiceBusy');
    }),
});

export const quotaChecks = standInChecks('Quotas', {
  'a queue at its greatest size refuses until it has been read': () =>
    withStandIn({ topology: { queues: { q: { maxSizeInMegabytes: 1 } }, topics: {} } }, async ({ client }) => {
      const sender = client.createSender('q');
      const body = 'x'.repeat(250_000);
      for (let sent = 0; sent < 4; sent++) await sender.sendMessages({ body });
      await assert.rejects(sender.sendMessages({ body }), /maximum entity size/);
      await consume(client.createReceiver('q'), 1);
      await sender.sendMessages({ body });
    }),
});

export const hostilityChecks = standInChecks('Hostile clients', {
  'what is no AMQP costs the connection, and nobody else anything': () =>
    withStandIn({}, async ({ bus, client }) => {
      const sasl = Buffer.from('AMQP\x03\x01\x00\x00', 'latin1');
      const amqp = Buffer.from('AMQP\x00\x01\x00\x00', 'latin1');
      const frame = (...bytes: number[]) => {
        const head = Buffer.alloc(4);
        head.writeUInt32BE(bytes.length + 4);
        return Buffer.concat([head, Buffer.from(bytes)]);
      };
      const attacks = [
        Buffer.from('GET / HTTP/1.1\r\n\r\n'),
        Buffer.concat([amqp, Buffer.from([0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 1])]),
        Buffer.concat([amqp, frame(2, 0, 0, 0, 0x40)]),
        Buffer.concat([amqp, frame(2, 0, 0, 0, 0x00, 0x53, 0x14, 0x45)]),
        Buffer.concat([amqp, frame(2, 0, 0, 0, 0x00, 0x53, 0x10, 0xf0, 0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x41)]),
        Buffer.concat([sasl, frame(2, 1, 0, 0, 0x00, 0x53, 0x41, 0xc0, 3, 1, 0xa3, 1, 0x78)]),
        Buffer.concat([amqp, frame(2, 0, 0, 0, ...Array.from({ length: 20_000 }, () => 0))]),
        Buffer.concat([amqp, frame(0)]),
      ];
      for (const attack of attacks) {
        const socket = connect(bus.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.resume();
        socket.write(attack);
        socket.end();
        await once(socket, 'close');
      }
      await client.createSender('q').sendMessages({ body: 'alive' });
      await consume(client.createReceiver('q'), 1);
    }),
});

export const durabilityChecks = standInChecks('Durability', {
  'messages, counts, dead letters and deferrals outlive the broker; locks do not': async () => {
    const store = testStore();
    const deferred = await withStandIn({ store }, async ({ client }) => {
      await client
        .createSender('q')
        .sendMessages(['waits', 'abandoned', 'dead', 'deferred', 'done', 'locked'].map((body) => ({ body })));
      const receiver = client.createReceiver('q', renewingNothing);
      const messages = await receiver.receiveMessages(6, { maxWaitTimeInMs: 2_000 });
      const [waits, abandoned, dead, deferring, done] = messages;
      assert.ok(waits && abandoned && dead && deferring?.sequenceNumber && done);
      await receiver.abandonMessage(abandoned, { tried: true });
      await deadLetter(receiver, dead, 'Bad');
      await receiver.deferMessage(deferring);
      await receiver.completeMessage(done);
      return deferring.sequenceNumber;
    });
    await withStandIn({ store }, async ({ bus, client }) => {
      assert.deepEqual(bus.count('q'), { active: 3, deferred: 1, deadLetter: 1, locked: 0, scheduled: 0 });
      const receiver = client.createReceiver('q', renewingNothing);
      const messages = await receiver.receiveMessages(3, { maxWaitTimeInMs: 2_000 });
      assert.deepEqual(
        messages.map(({ body, deliveryCount, applicationProperties }) => [
          body,
          deliveryCount,
          applicationProperties?.['tried'],
        ]),
        [
          ['waits', 0, undefined],
          ['abandoned', 1, true],
          ['locked', 0, undefined],
        ],
      );
      assert.equal((await receiver.receiveDeferredMessages(deferred))[0]?.body, 'deferred');
      const [dead] = await consume(client.createReceiver('q', { subQueueType: 'deadLetter' }), 1);
      assert.equal(dead?.deadLetterReason, 'Bad');
    });
  },
  'scheduled messages, rules, session states and known ids outlive the broker': async () => {
    const store = testStore();
    const topology = {
      queues: { sq: { requiresSession: true }, dq: { requiresDuplicateDetection: true } },
      topics: { t: { subscriptions: { s: {} } } },
    } as const;
    const clock = drivenClock(1_700_000_000_000);
    await withStandIn({ store, topology, clock }, async ({ client }) => {
      await client.createSender('t').scheduleMessages({ body: 'due' }, new Date(clock.now() + 60_000));
      await client
        .createRuleManager('t', 's')
        .createRule('extra', { subject: 'x' }, { sqlExpression: 'SET extra = 1' });
      await client.createSender('dq').sendMessages({ body: 1, messageId: 'known' });
      const session = await client.acceptSession('sq', 'S');
      await session.setSessionState('kept');
    });
    await withStandIn({ store, topology, clock }, async ({ bus, client }) => {
      assert.equal(bus.count('t').scheduled, 1);
      clock.jumpTo(clock.now() + 60_000);
      assert.equal((await receiveOne(client.createReceiver('t', 's', deleting()))).body, 'due');
      const names = [];
      for await (const { name } of client.createRuleManager('t', 's').listRules()) names.push(name);
      assert.deepEqual(names, ['$Default', 'extra']);
      await client.createSender('dq').sendMessages({ body: 2, messageId: 'known' });
      assert.equal(bus.count('dq').active, 1);
      assert.equal(await (await client.acceptSession('sq', 'S')).getSessionState(), 'kept');
    });
  },
  'sequence numbers never go back': async () => {
    const store = testStore();
    const send = () =>
      withStandIn({ store }, async ({ client }) => {
        await client.createSender('q').sendMessages({ body: 1 });
        const [message] = await consume(client.createReceiver('q'), 1);
        return message?.sequenceNumber?.toNumber() ?? 0;
      });
    const first = await send();
    assert.ok((await send()) > first);
  },
  'nothing is acknowledged that the disk has refused': async () => {
    const store = testStore();
    await withStandIn({ store }, async ({ client }) => {
      const sender = client.createSender('q');
      await sender.sendMessages({ body: 'kept' });
      const receiver = client.createReceiver('q', renewingNothing);
      const message = await receiveOne(receiver);
      store.fail(new Error('no space left on device'));
      await assert.rejects(sender.sendMessages({ body: 'lost' }), /no space left/);
      await assert.rejects(receiver.completeMessage(message), /no space left/);
      await assert.rejects(receiver.peekMessages(1), /no space left/);
    });
    const healthy = { ...testStore(), range: store.range, get: store.get };
    await withStandIn({ store: healthy }, async ({ client }) => {
      assert.deepEqual(
        (await client.createReceiver('q').peekMessages(5)).map(({ body }) => body),
        ['kept'],
      );
    });
  },
});

export const clockChecks = standInChecks('Driven clock', {
  'scheduled messages come when the clock says so': () => {
    const clock = drivenClock(1_700_000_000_000);
    return withStandIn({ clock }, async ({ bus, client }) => {
      await client.createSender('q').scheduleMessages({ body: 'tomorrow' }, new Date(clock.now() + 86_400_000));
      assert.equal(clock.next(), clock.now() + 86_400_000);
      await assertNothingFor(client.createReceiver('q'), 50);
      clock.jumpTo(clock.now() + 86_400_000);
      assert.deepEqual([bus.count('q').active, bus.count('q').scheduled], [1, 0]);
      assert.equal(clock.next(), undefined);
    });
  },
  'a jump takes no lock away': () => {
    const clock = drivenClock(1_700_000_000_000);
    const topology = { queues: { q: { lockDuration: 'PT5M' } }, topics: {} } as const;
    return withStandIn({ clock, topology }, async ({ bus, client }) => {
      await client.createSender('q').sendMessages({ body: 1 });
      const receiver = client.createReceiver('q', renewingNothing);
      const message = await receiveOne(receiver);
      clock.jumpTo(clock.now() + 30 * 86_400_000);
      await receiver.completeMessage(message);
      assert.deepEqual(bus.count('q'), { active: 0, deferred: 0, deadLetter: 0, locked: 0, scheduled: 0 });
    });
  },
  'time to live and duplicate windows go by the clock': () => {
    const clock = drivenClock(1_700_000_000_000);
    const topology = {
      queues: {
        q: {
          requiresDuplicateDetection: true,
          duplicateDetectionHistoryTimeWindow: 'PT1M',
          defaultMessageTimeToLive: 'PT30S',
          deadLetteringOnMessageExpiration: true,
        },
      },
      topics: {},
    } as const;
    return withStandIn({ clock, topology }, async ({ bus, client }) => {
      const sender = client.createSender('q');
      await sender.sendMessages({ body: 1, messageId: 'same' });
      clock.jumpTo(clock.now() + 30_000);
      await sender.sendMessages({ body: 2, messageId: 'same' });
      assert.deepEqual([bus.count('q').active, bus.count('q').deadLetter], [0, 1]);
      clock.jumpTo(clock.now() + 30_000);
      await sender.sendMessages({ body: 3, messageId: 'same' });
      assert.deepEqual([bus.count('q').active, bus.count('q').deadLetter], [1, 1]);
    });
  },
});

export const tendingChecks = standInChecks('Tending', {
  'counts tell the states of messages': () =>
    withStandIn({}, async ({ bus, client }) => {
      await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
      await receiveOne(client.createReceiver('q', renewingNothing));
      assert.deepEqual(bus.count('q'), { active: 1, locked: 1, scheduled: 0, deferred: 0, deadLetter: 0 });
      assert.deepEqual(bus.entities, ['q', 'sq']);
    }),
  'a queue can be purged': () =>
    withStandIn({}, async ({ bus, client }) => {
      await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
      assert.equal(await bus.purge('q'), 2);
      await assertEmpty(client.createReceiver('q'));
    }),
  'an abandoned lock ends by itself': () =>
    withStandIn({}, async ({ bus, client }) => {
      await client.createSender('q').sendMessages({ body: 1 });
      await receiveOne(client.createReceiver('q', renewingNothing));
      while (bus.count('q').locked > 0) await pause(20);
      assert.equal(bus.count('q').active, 1);
    }),
});
