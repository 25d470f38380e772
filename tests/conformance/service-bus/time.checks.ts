import assert from 'node:assert/strict';
import { assertEmpty, assertNothingFor, checks, consume, pause, receive, receiveOne, refused } from './fixture.ts';

const soon = (milliseconds: number) => new Date(Date.now() + milliseconds);
const nextHour = () => soon(3_600_000);
/** Made anew each time: the SDK takes the mode out of what it is given. */
const deleting = () => ({ receiveMode: 'receiveAndDelete' }) as const;

export const schedulingChecks = checks('Scheduling', {
  'a scheduled message comes at its time, and says that it was scheduled': async ({ client }) => {
    const due = soon(600);
    await client.createSender('q1').scheduleMessages({ body: 'later' }, due);
    const receiver = client.createReceiver('q1');
    await assertNothingFor(receiver, 100);
    const message = await receiveOne(receiver);
    assert.ok(Date.now() >= due.getTime());
    assert.equal(message.state, 'scheduled');
    assert.equal(Number(message.scheduledEnqueueTimeUtc), due.getTime());
    await receiver.completeMessage(message);
  },
  'a message can be sent with its time': async ({ client }) => {
    const due = soon(500);
    await client.createSender('q1').sendMessages({ body: 'in time', scheduledEnqueueTimeUtc: due });
    assert.equal((await receiveOne(client.createReceiver('q1', deleting()))).body, 'in time');
    assert.ok(Date.now() >= due.getTime());
  },
  'a scheduled message gets a new sequence number when it is enqueued': async ({ client }) => {
    const [scheduled] = await client.createSender('q1').scheduleMessages({ body: 1 }, soon(400));
    await client.createSender('q1').sendMessages({ body: 'between' });
    const [between, message] = await consume(client.createReceiver('q1'), 2);
    assert.ok(scheduled && message?.sequenceNumber && between?.sequenceNumber);
    assert.ok(message.sequenceNumber.greaterThan(between.sequenceNumber));
  },
  'several messages are scheduled at once': async ({ client }) => {
    const numbers = await client.createSender('q1').scheduleMessages([{ body: 1 }, { body: 2 }], soon(300));
    assert.equal(new Set(numbers.map(String)).size, 2);
    await consume(client.createReceiver('q1'), 2);
  },
  'a cancelled message never comes': async ({ client }) => {
    const sender = client.createSender('q1');
    const numbers = await sender.scheduleMessages([{ body: 'never' }, { body: 'never' }], nextHour());
    await sender.cancelScheduledMessages(numbers);
    await assertEmpty(client.createReceiver('q1'));
  },
  'a delivered message cannot be cancelled': async ({ client }) => {
    const sender = client.createSender('q1');
    const numbers = await sender.scheduleMessages({ body: 'gone' }, soon(100));
    await consume(client.createReceiver('q1'), 1);
    await refused('MessageNotFound', sender.cancelScheduledMessages(numbers));
  },
  'a topic schedules too': async ({ client }) => {
    const sender = client.createSender('t1');
    await sender.scheduleMessages({ body: 'due' }, soon(400));
    const cancelled = await sender.scheduleMessages({ body: 'cancelled' }, soon(400));
    await sender.cancelScheduledMessages(cancelled);
    const receivers = ['all', 'rules'].map((subscription) => client.createReceiver('t1', subscription, deleting()));
    for (const receiver of receivers) {
      assert.equal((await receiveOne(receiver)).body, 'due');
      await assertNothingFor(receiver, 100);
    }
    await refused('MessageNotFound', sender.cancelScheduledMessages(cancelled));
  },
});

export const expiryChecks = checks('Time to live', {
  'an expired message is dropped': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'short', timeToLive: 200 });
    await pause(500);
    await assertNothingFor(client.createReceiver('q1'), 100);
    await assertEmpty(client.createReceiver('q1', { subQueueType: 'deadLetter' }));
  },
  'an expired message is a dead letter where the queue says so': async ({ client }) => {
    await client.createSender('xq').sendMessages({ body: 'short', timeToLive: 200 });
    const [dead] = await consume(client.createReceiver('xq', { subQueueType: 'deadLetter' }), 1);
    assert.equal(dead?.deadLetterReason, 'TTLExpiredException');
    assert.equal(dead?.deadLetterSource, 'xq');
  },
  'a queue has a time to live of its own': async ({ client }) => {
    await client.createSender('default-ttl').sendMessages({ body: 'short', timeToLive: 600_000 });
    await pause(1_400);
    await assertNothingFor(client.createReceiver('default-ttl'), 100);
  },
  'the time of a scheduled message runs from its enqueueing': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 1, timeToLive: 1_500, scheduledEnqueueTimeUtc: soon(800) });
    await pause(1_000);
    assert.equal((await receiveOne(client.createReceiver('q1', deleting()))).body, 1);
  },
});

export const duplicateChecks = checks('Duplicate detection', {
  'a queue drops a message id that it has seen': async ({ client }) => {
    const messageId = `queue-${Date.now()}`;
    const sender = client.createSender('dq');
    for (const body of [1, 2, 3]) await sender.sendMessages({ body, messageId });
    const receiver = client.createReceiver('dq', deleting());
    assert.equal((await receiveOne(receiver)).body, 1);
    await assertNothingFor(receiver, 100);
  },
  'a topic drops a message id that it has seen, within one batch too': async ({ client }) => {
    const messageId = `topic-${Date.now()}`;
    await client.createSender('dt').sendMessages([
      { body: 1, messageId },
      { body: 2, messageId },
    ]);
    const receiver = client.createReceiver('dt', 's', deleting());
    assert.equal((await receiveOne(receiver)).body, 1);
    await assertNothingFor(receiver, 100);
  },
  'other ids pass': async ({ client }) => {
    const messageId = `copy-${Date.now()}`;
    const sender = client.createSender('dq');
    await sender.sendMessages([
      { body: 1, messageId },
      { body: 2, messageId: `${messageId}:r1` },
    ]);
    assert.deepEqual(
      (await receive(client.createReceiver('dq', deleting()), 2)).map(({ body }) => body),
      [1, 2],
    );
  },
  'a scheduled copy under the same id is dropped, and the call succeeds': async ({ client }) => {
    const messageId = `scheduled-${Date.now()}`;
    const sender = client.createSender('dq');
    await sender.sendMessages({ body: 'first', messageId });
    await sender.scheduleMessages({ body: 'copy', messageId }, soon(100));
    const receiver = client.createReceiver('dq', deleting());
    assert.equal((await receiveOne(receiver)).body, 'first');
    await assertNothingFor(receiver, 400);
  },
  'an id stays known after its scheduled message was cancelled': async ({ client }) => {
    const messageId = `cancelled-${Date.now()}`;
    const sender = client.createSender('dq');
    await sender.cancelScheduledMessages(await sender.scheduleMessages({ body: 1, messageId }, nextHour()));
    await sender.sendMessages({ body: 2, messageId });
    await assertEmpty(client.createReceiver('dq'));
  },
});
