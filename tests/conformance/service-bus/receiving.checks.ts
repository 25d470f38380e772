import assert from 'node:assert/strict';
import { assertEmpty, assertNothingFor, checks, consume, pause, receive, receiveOne, refused } from './fixture.ts';

export const receivingChecks = checks('Receiving', {
  'a message comes locked, counted and dated': async ({ client, lockDuration }) => {
    const before = Date.now();
    await client.createSender('q1').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q1');
    const message = await receiveOne(receiver);
    assert.match(message.lockToken ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(message.deliveryCount, 0);
    assert.equal(message.state, 'active');
    assert.ok(message.sequenceNumber?.greaterThan(0));
    assert.ok(Math.abs(Number(message.enqueuedTimeUtc) - before) < 60_000);
    assert.ok(
      Number(message.lockedUntilUtc) > before && Number(message.lockedUntilUtc) < before + lockDuration + 60_000,
    );
    await receiver.completeMessage(message);
    await assertEmpty(receiver);
  },
  'sequence numbers grow': async ({ client }) => {
    await client.createSender('q1').sendMessages([{ body: 1 }, { body: 2 }]);
    const [first, second] = await consume(client.createReceiver('q1'), 2);
    assert.ok(second?.sequenceNumber?.greaterThan(first?.sequenceNumber ?? 0));
  },
  'the header says durable: false and first-acquirer: false': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 1 });
    const [message] = await consume(client.createReceiver('q1'), 1);
    assert.equal(message?._rawAmqpMessage.header?.durable, false);
    assert.equal(message?._rawAmqpMessage.header?.firstAcquirer, false);
  },
  'receive-and-delete takes a message out at once': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'once' });
    const receiver = client.createReceiver('q1', { receiveMode: 'receiveAndDelete' });
    assert.equal((await receiveOne(receiver)).body, 'once');
    await assertEmpty(receiver);
  },
  'an empty queue gives nothing within the time': async ({ client }) => {
    await assertNothingFor(client.createReceiver('q1'));
  },
  'asking for more than there is gives what there is': async ({ client }) => {
    await client.createSender('q1').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = client.createReceiver('q1');
    const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 5_000 });
    assert.deepEqual(
      messages.map(({ body }) => body),
      [1, 2, 3],
    );
    for (const message of messages) await receiver.completeMessage(message);
  },
  'a message arrives at a receiver that waits already': async ({ client }) => {
    const receiver = client.createReceiver('q1');
    const waiting = receiveOne(receiver);
    await pause(50);
    await client.createSender('q1').sendMessages({ body: 'late' });
    const message = await waiting;
    assert.equal(message.body, 'late');
    await receiver.completeMessage(message);
  },
  'two receivers share the messages': async ({ client }) => {
    const bodies = Array.from({ length: 20 }, (_, index) => index);
    await client.createSender('q1').sendMessages(bodies.map((body) => ({ body })));
    const received = await Promise.all(
      [client.createReceiver('q1'), client.createReceiver('q1')].map((receiver) => consume(receiver, 10)),
    );
    assert.deepEqual(
      received
        .flat()
        .map(({ body }) => body)
        .sort((a, b) => a - b),
      bodies,
    );
  },
  'a subscriber gets each message once': async ({ client }) => {
    const receiver = client.createReceiver('q1');
    const bodies = Array.from({ length: 40 }, (_, index) => index);
    const seen: number[] = [];
    await new Promise<void>((resolve, reject) => {
      receiver.subscribe(
        {
          processMessage: async ({ body }) => {
            if (seen.push(body) === bodies.length) resolve();
          },
          processError: async ({ error }) => reject(error),
        },
        { maxConcurrentCalls: 4 },
      );
      client
        .createSender('q1')
        .sendMessages(bodies.map((body) => ({ body })))
        .catch(reject);
    });
    await receiver.close();
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      bodies,
    );
  },
  'a handler that throws gives the message back': async ({ client }) => {
    const receiver = client.createReceiver('q1');
    await client.createSender('q1').sendMessages({ body: 'throws once' });
    const counts: number[] = [];
    await new Promise<void>((resolve) => {
      receiver.subscribe({
        processMessage: async ({ deliveryCount = 0 }) => {
          counts.push(deliveryCount);
          if (deliveryCount === 0) throw new Error('not yet');
          resolve();
        },
        processError: async () => undefined,
      });
    });
    await receiver.close();
    assert.deepEqual(counts, [0, 1]);
  },
  'locks outlive the receiver until they expire': async ({ client, lockDuration }) => {
    await client.createSender('q1').sendMessages({ body: 'held' });
    const first = client.createReceiver('q1', { maxAutoLockRenewalDurationInMs: 0 });
    await receiveOne(first);
    await first.close();
    const second = client.createReceiver('q1');
    await assertNothingFor(second, 100);
    const message = await receiveOne(second, lockDuration + 10_000);
    assert.equal(message.deliveryCount, 1);
    await second.completeMessage(message);
  },
  'an unknown subscription is refused': async ({ client }) => {
    await refused('MessagingEntityNotFound', client.createReceiver('t1', 'absent').receiveMessages(1));
  },
  '1,000 messages are received and completed': async ({ client }) => {
    const sender = client.createSender('q1');
    for (let sent = 0; sent < 1_000; sent += 250)
      await sender.sendMessages(Array.from({ length: 250 }, (_, index) => ({ body: sent + index })));
    const receiver = client.createReceiver('q1');
    const received = await receive(receiver, 1_000);
    await Promise.all(received.map((message) => receiver.completeMessage(message)));
    assert.equal(new Set(received.map(({ body }) => body)).size, 1_000);
    await assertEmpty(receiver);
  },
});

export const peekingChecks = checks('Peeking', {
  'a peek shows messages and leaves them': async ({ client }) => {
    await client.createSender('q1').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q1');
    assert.deepEqual(
      (await receiver.peekMessages(5)).map(({ body }) => body),
      [1, 2],
    );
    assert.deepEqual(
      (await consume(receiver, 2)).map(({ body }) => body),
      [1, 2],
    );
  },
  'the next peek goes on where the last one ended': async ({ client }) => {
    await client.createSender('q1').sendMessages([1, 2, 3, 4, 5].map((body) => ({ body })));
    const receiver = client.createReceiver('q1');
    const first = await receiver.peekMessages(3);
    assert.deepEqual(
      first.map(({ body }) => body),
      [1, 2, 3],
    );
    assert.deepEqual(
      (await receiver.peekMessages(3)).map(({ body }) => body),
      [4, 5],
    );
    const [, second] = first;
    assert.ok(second?.sequenceNumber);
    const again = await receiver.peekMessages(1, { fromSequenceNumber: second.sequenceNumber });
    assert.deepEqual(
      again.map(({ body }) => body),
      [2],
    );
    await consume(receiver, 5);
  },
  'locked, deferred and scheduled messages are shown too': async ({ client }) => {
    const sender = client.createSender('q1');
    await sender.sendMessages([{ body: 'deferred' }, { body: 'locked' }]);
    const receiver = client.createReceiver('q1');
    const [deferred, locked] = await receive(receiver, 2);
    assert.ok(deferred?.sequenceNumber && locked);
    await receiver.deferMessage(deferred);
    const [scheduled] = await sender.scheduleMessages({ body: 'scheduled' }, new Date(Date.now() + 3_600_000));
    assert.ok(scheduled);
    assert.deepEqual(
      (await receiver.peekMessages(5)).map(({ body, state }) => [body, state]),
      [
        ['deferred', 'deferred'],
        ['locked', 'active'],
        ['scheduled', 'scheduled'],
      ],
    );
    await sender.cancelScheduledMessages(scheduled);
    await receiver.completeMessage(locked);
    const [again] = await receiver.receiveDeferredMessages(deferred.sequenceNumber);
    assert.ok(again);
    await receiver.completeMessage(again);
  },
});
