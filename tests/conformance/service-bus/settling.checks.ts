import assert from 'node:assert/strict';
import { assertEmpty, assertNothingFor, checks, consume, deadLetter, pause, receiveOne, refused } from './fixture.ts';

const deadLetters = { subQueueType: 'deadLetter' } as const;
const renewingNothing = { maxAutoLockRenewalDurationInMs: 0 } as const;

export const settlingChecks = checks('Settling', {
  'an abandoned message comes again and counts': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'again' });
    const receiver = client.createReceiver('q1');
    await receiver.abandonMessage(await receiveOne(receiver));
    const message = await receiveOne(receiver);
    assert.equal(message.deliveryCount, 1);
    await receiver.completeMessage(message);
  },
  'abandoning sets application properties': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 1, applicationProperties: { kept: 'yes', why: 'old' } });
    const receiver = client.createReceiver('q1');
    await receiver.abandonMessage(await receiveOne(receiver), { why: 'new', tries: 2 });
    const [message] = await consume(receiver, 1);
    assert.deepEqual(message?.applicationProperties, { kept: 'yes', why: 'new', tries: 2 });
  },
  'after the last delivery a message is a dead letter': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'hopeless' });
    const receiver = client.createReceiver('q1');
    for (const expected of [0, 1, 2]) {
      const message = await receiveOne(receiver);
      assert.equal(message.deliveryCount, expected);
      await receiver.abandonMessage(message);
    }
    await assertNothingFor(receiver);
    const [dead] = await consume(client.createReceiver('q1', deadLetters), 1);
    assert.equal(dead?.deadLetterReason, 'MaxDeliveryCountExceeded');
    assert.match(dead?.deadLetterErrorDescription ?? '', /3 delivery attempts/);
    assert.equal(dead?.deadLetterSource, 'q1');
  },
  'dead-lettering keeps reason, description and properties': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'bad', timeToLive: 60_000 });
    const receiver = client.createReceiver('q1');
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'Malformed',
      deadLetterErrorDescription: 'no id',
      line: 7,
    });
    const [dead] = await consume(client.createReceiver('q1', deadLetters), 1);
    assert.equal(dead?.body, 'bad');
    assert.equal(dead?.deadLetterReason, 'Malformed');
    assert.equal(dead?.deadLetterErrorDescription, 'no id');
    assert.equal(dead?.applicationProperties?.['line'], 7);
  },
  'a dead letter cannot be dead-lettered again': async ({ client, lockDuration }) => {
    await client.createSender('q1').sendMessages({ body: 'twice' });
    const receiver = client.createReceiver('q1');
    await receiver.deadLetterMessage(await receiveOne(receiver));
    const inDeadLetters = client.createReceiver('q1', { ...deadLetters, ...renewingNothing });
    const dead = await receiveOne(inDeadLetters);
    await assert.rejects(inDeadLetters.deadLetterMessage(dead));
    const again = await receiveOne(inDeadLetters, lockDuration + 10_000);
    assert.equal(again.body, 'twice');
    await inDeadLetters.completeMessage(again);
  },
  'among dead letters the delivery count stands still': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'still' });
    const receiver = client.createReceiver('q1');
    await receiver.deadLetterMessage(await receiveOne(receiver));
    const inDeadLetters = client.createReceiver('q1', deadLetters);
    const first = await receiveOne(inDeadLetters);
    await inDeadLetters.abandonMessage(first);
    const [second] = await consume(inDeadLetters, 1);
    assert.equal(second?.deliveryCount, first.deliveryCount);
  },
  'dead letters can be forwarded to another queue': async ({ client }) => {
    await client.createSender('dead-letter-source').sendMessages({ body: 'moved' });
    const receiver = client.createReceiver('dead-letter-source');
    await deadLetter(receiver, await receiveOne(receiver), 'Moved');
    const [moved] = await consume(client.createReceiver('dead-letter-target'), 1);
    assert.equal(moved?.body, 'moved');
    assert.equal(moved?.applicationProperties?.['DeadLetterReason'], 'Moved');
    await assertEmpty(client.createReceiver('dead-letter-source', deadLetters));
  },
});

export const deferringChecks = checks('Deferring', {
  'a deferred message comes by its number alone, and the deferral counts': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'later' });
    const receiver = client.createReceiver('q1');
    const message = await receiveOne(receiver);
    assert.ok(message.sequenceNumber);
    await receiver.deferMessage(message, { step: 2 });
    await assertNothingFor(receiver);
    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
    assert.ok(deferred);
    assert.equal(deferred.state, 'deferred');
    assert.equal(deferred.deliveryCount, 1);
    assert.equal(deferred.applicationProperties?.['step'], 2);
    await receiver.completeMessage(deferred);
    await refused('MessageNotFound', receiver.receiveDeferredMessages(message.sequenceNumber));
  },
  'an abandoned deferred message stays deferred': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'stays' });
    const receiver = client.createReceiver('q1');
    const { sequenceNumber, ...message } = await receiveOne(receiver);
    assert.ok(sequenceNumber);
    await receiver.deferMessage({ ...message, sequenceNumber });
    const [deferred] = await receiver.receiveDeferredMessages(sequenceNumber);
    assert.ok(deferred);
    await receiver.abandonMessage(deferred);
    await assertNothingFor(receiver);
    const [again] = await receiver.receiveDeferredMessages(sequenceNumber);
    assert.ok(again);
    await receiver.completeMessage(again);
  },
  'a deferred message can be renewed and dead-lettered': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'to the end' });
    const receiver = client.createReceiver('q1', renewingNothing);
    const message = await receiveOne(receiver);
    assert.ok(message.sequenceNumber);
    await receiver.deferMessage(message);
    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
    assert.ok(deferred);
    await receiver.renewMessageLock(deferred);
    await deadLetter(receiver, deferred, 'End');
    const [dead] = await consume(client.createReceiver('q1', deadLetters), 1);
    assert.equal(dead?.deadLetterReason, 'End');
  },
  'receive-and-delete takes a deferred message out at once': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'gone' });
    const receiver = client.createReceiver('q1');
    const message = await receiveOne(receiver);
    assert.ok(message.sequenceNumber);
    await receiver.deferMessage(message);
    const deleting = client.createReceiver('q1', { receiveMode: 'receiveAndDelete' });
    const [deferred] = await deleting.receiveDeferredMessages(message.sequenceNumber);
    assert.equal(deferred?.body, 'gone');
    await assertEmpty(receiver);
  },
});

export const lockChecks = checks('Locks', {
  'after its time a lock is lost, and the message comes again': async ({ client, lockDuration }) => {
    await client.createSender('q1').sendMessages({ body: 'slow' });
    const receiver = client.createReceiver('q1', renewingNothing);
    const message = await receiveOne(receiver);
    await pause(lockDuration + 200);
    await refused('MessageLockLost', receiver.completeMessage(message));
    const again = await receiveOne(receiver);
    assert.equal(again.deliveryCount, 1);
    await receiver.completeMessage(again);
  },
  'a lost lock cannot be renewed': async ({ client, lockDuration }) => {
    await client.createSender('q1').sendMessages({ body: 'too late' });
    const receiver = client.createReceiver('q1', renewingNothing);
    const message = await receiveOne(receiver);
    await pause(lockDuration + 200);
    await refused('MessageLockLost', receiver.renewMessageLock(message));
    await consume(receiver, 1);
  },
  'a renewed lock holds on': async ({ client, lockDuration }) => {
    await client.createSender('q1').sendMessages({ body: 'renewed' });
    const receiver = client.createReceiver('q1', renewingNothing);
    const message = await receiveOne(receiver);
    const before = message.lockedUntilUtc ?? 0; // the SDK changes it
    await pause(lockDuration * 0.6);
    assert.ok((await receiver.renewMessageLock(message)) > before);
    await pause(lockDuration * 0.6);
    await receiver.completeMessage(message);
    await assertEmpty(receiver);
  },
  'settling one message leaves the locks of others': async ({ client }) => {
    await client.createSender('q1').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q1');
    const [first, second] = await receiver.receiveMessages(2, { maxWaitTimeInMs: 5_000 });
    assert.ok(first && second);
    await receiver.completeMessage(first);
    await receiver.completeMessage(second);
    await assertEmpty(receiver);
  },
});
