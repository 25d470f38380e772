import assert from 'node:assert/strict';
import { assertEmpty, checks, consume, receiveOne, refused } from './fixture.ts';

export const sendingChecks = checks('Sending', {
  'a JSON body and all properties arrive as they were sent': async ({ client }) => {
    const sent = {
      body: { device: 'D-1', disks: [1, 2] },
      messageId: 'sent-1',
      subject: 'registered',
      correlationId: 'c-1',
      contentType: 'application/json',
      replyTo: 'answers',
      replyToSessionId: 'rs',
      to: 'somebody',
      sessionId: 's-1',
      partitionKey: 's-1',
      timeToLive: 300_000,
    };
    await client.createSender('q1').sendMessages(sent);
    const [message] = await consume(client.createReceiver('q1'), 1);
    for (const [property, value] of Object.entries(sent)) assert.deepEqual({ ...message }[property], value, property);
  },
  'application properties keep their types': async ({ client }) => {
    const applicationProperties = { text: 'x', whole: 5, broken: 1.5, flag: true, moment: new Date(1_700_000_000_000) };
    await client.createSender('q1').sendMessages({ body: '', applicationProperties });
    const [message] = await consume(client.createReceiver('q1'), 1);
    const { moment, ...others } = applicationProperties;
    assert.deepEqual(message?.applicationProperties, { ...others, moment: Number(moment) }); // the SDK reads a moment as a number
  },
  'a text body arrives as text': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'grüße 🌍' });
    assert.equal((await consume(client.createReceiver('q1'), 1))[0]?.body, 'grüße 🌍');
  },
  'a body of bytes arrives byte for byte': async ({ client }) => {
    const body = Buffer.from(Uint8Array.from({ length: 1024 }, (_, index) => index % 256));
    await client.createSender('q1').sendMessages({ body });
    assert.deepEqual(Buffer.from((await consume(client.createReceiver('q1'), 1))[0]?.body), body);
  },
  'a body of 200 KB arrives': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'x'.repeat(200_000) });
    assert.equal((await consume(client.createReceiver('q1'), 1))[0]?.body.length, 200_000);
  },
  'value and sequence bodies of AMQP arrive as such': async ({ client }) => {
    await client.createSender('q1').sendMessages([
      { body: 'value', bodyType: 'value' },
      { body: [[1, 'b']], bodyType: 'sequence' },
    ]);
    const [value, sequence] = await consume(client.createReceiver('q1'), 2);
    assert.equal(value?._rawAmqpMessage.bodyType, 'value');
    assert.equal(value?.body, 'value');
    assert.equal(sequence?._rawAmqpMessage.bodyType, 'sequence');
    assert.deepEqual(sequence?.body, [[1, 'b']]);
  },
  'a message without an id is given one': async ({ client }) => {
    await client.createSender('q1').sendMessages({ body: 'anonymous' });
    const [message] = await consume(client.createReceiver('q1'), 1);
    assert.match(String(message?.messageId), /^.{8,}$/);
  },
  'a batch of 50 arrives in its order': async ({ client }) => {
    const sender = client.createSender('q1');
    const batch = await sender.createMessageBatch();
    const bodies = Array.from({ length: 50 }, (_, index) => index);
    for (const body of bodies) assert.ok(batch.tryAddMessage({ body }));
    await sender.sendMessages(batch);
    assert.deepEqual(
      (await consume(client.createReceiver('q1'), 50)).map(({ body }) => body),
      bodies,
    );
  },
  'a batch takes 256 KB and no more': async ({ client }) => {
    const batch = await client.createSender('q1').createMessageBatch();
    assert.equal(batch.maxSizeInBytes, 262_144);
    let added = 0;
    while (batch.tryAddMessage({ body: 'x'.repeat(10_000) })) added++;
    assert.equal(added, 26);
  },
  'a message over 256 KB is refused': async ({ client }) => {
    await refused('MessageSizeExceeded', client.createSender('q1').sendMessages({ body: 'x'.repeat(300_000) }));
  },
  'properties over 64 KB are refused': async ({ client }) => {
    const applicationProperties = Object.fromEntries(
      Array.from({ length: 3 }, (_, index) => [`p${index}`, 'x'.repeat(30_000)]),
    );
    await assert.rejects(client.createSender('q1').sendMessages({ body: '', applicationProperties }));
    await assertEmpty(client.createReceiver('q1'));
  },
  'a batch is sent whole or not at all': async ({ client }) => {
    const sender = client.createSender('sq');
    await refused('GeneralError', sender.sendMessages([{ body: 'good', sessionId: 'whole' }, { body: 'bad' }]));
    const session = await client.acceptSession('sq', 'whole');
    await assertEmpty(session);
    await session.close();
  },
  'an unknown queue is refused': async ({ client }) => {
    await refused('MessagingEntityNotFound', client.createSender('absent').sendMessages({ body: 1 }));
  },
  'a message id over 128 characters is refused': async ({ client }) => {
    await assert.rejects(client.createSender('q1').sendMessages({ body: '', messageId: 'x'.repeat(129) }));
  },
  'names of entities are not case-sensitive': async ({ client }) => {
    await client.createSender('Q1').sendMessages({ body: 'any case' });
    assert.equal((await receiveOne(client.createReceiver('q1', { receiveMode: 'receiveAndDelete' }))).body, 'any case');
  },
});
