import assert from 'node:assert/strict';
import { type MessageApp, withMessages } from './bus.ts';
import { checks } from './checks.ts';
import { until } from './environment.ts';

interface SeenMessage {
  readonly function: string;
  readonly input: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly traceParent: string;
}

const TRACE = '00-33333333333333333333333333333333-4444444444444444-01';

export const messages = checks('Service Bus messages', {
  'are completed when the function succeeds': withMessages({}, async (app) => {
    await app.send('messages', { body: { n: 1 } });
    assert.equal(await app.settle(), 1);
    assert.deepEqual(app.bus.count('messages'), { ...app.bus.count('messages'), active: 0, deadLetter: 0, locked: 0 });
    assert.deepEqual(
      (await seenBy(app, 'single')).map(({ input }) => input),
      [{ n: 1 }],
    );
  }),
  'come again at once when it fails, and are dead letters after the greatest number of deliveries': withMessages(
    {},
    async (app) => {
      await app.send('messages', { body: { fail: true } });
      await app.settle();
      assert.deepEqual((await seenBy(app, 'single')).map(deliveries), [1, 2, 3]);
      assert.equal(app.bus.count('messages').deadLetter, 1);
    },
  ),
  'come from a subscription of a topic': withMessages({}, async (app) => {
    await app.send('events', { body: 'hello' });
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'subscriber')).map(({ input }) => input),
      ['hello'],
    );
  }),
  'are read as JSON where they can be': withMessages({}, async (app) => {
    await app.send(
      'messages',
      ...['123', 'true', 'null', '00123', 'plain text'].map((text) => ({ body: Buffer.from(text) })),
    );
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'single')).map(({ input }) => input),
      [123, true, null, '00123', 'plain text'],
    );
  }),
  'that are no data cannot be read, and become dead letters': withMessages({}, async (app) => {
    await app.send('messages', { body: 'x', bodyType: 'value' } as never);
    const sender = app.client.createSender('messages');
    await sender.sendMessages({ bodyType: 'value', body: 42 } as never);
    await app.settle();
    assert.equal(app.bus.count('messages').active, 0);
    assert.ok(app.bus.count('messages').deadLetter > 0);
  }),
});

export const metadata = checks('Service Bus metadata', {
  'is that of the .NET trigger, in lower camel case': withMessages({}, async (app) => {
    await app.send('messages', {
      body: ['a list shadows nothing'],
      messageId: 'm-1',
      subject: 'a subject',
      correlationId: 'c-1',
      contentType: 'application/json',
      replyTo: 'back',
      to: 'there',
      applicationProperties: { tenant: 't-1' },
    });
    await app.settle();
    const [message] = await seenBy(app, 'single');
    const { lockToken, expiresAt, expiresAtUtc, enqueuedTime, enqueuedTimeUtc, ...rest } = message?.metadata ?? {};
    assert.deepEqual(rest, {
      deliveryCount: 1,
      messageId: 'm-1',
      contentType: 'application/json',
      replyTo: 'back',
      sequenceNumber: 1,
      to: 'there',
      subject: 'a subject',
      label: 'a subject',
      correlationId: 'c-1',
      applicationProperties: { tenant: 't-1' },
      userProperties: { tenant: 't-1' },
    });
    assert.match(String(lockToken), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(String(enqueuedTimeUtc), /Z$/);
    assert.equal(Date.parse(String(enqueuedTime)), Date.parse(String(enqueuedTimeUtc)));
    assert.match(String(expiresAt), /\+00:00$/);
    assert.equal(Date.parse(String(expiresAt)), Date.parse(String(expiresAtUtc)));
  }),
  'counts the first delivery as 1': withMessages({}, async (app) => {
    await app.send('messages', { body: 'x' });
    await app.settle();
    assert.equal((await seenBy(app, 'single'))[0]?.metadata['deliveryCount'], 1);
  }),
  'turns a message id of digits into a number': withMessages({}, async (app) => {
    await app.send('messages', { body: 'x', messageId: '123' });
    await app.settle();
    assert.equal((await seenBy(app, 'single'))[0]?.metadata['messageId'], 123);
  }),
  'has its keys in camel case down to the application properties': withMessages({}, async (app) => {
    await app.send('messages', { body: 'x', applicationProperties: { TenantId: 't', 'Diagnostic-Id': TRACE } });
    await app.settle();
    assert.deepEqual((await seenBy(app, 'single'))[0]?.metadata['applicationProperties'], {
      tenantId: 't',
      'diagnostic-Id': TRACE,
    });
  }),
  'is shadowed by the properties of a JSON body, whatever their case, but not by lists and nulls': withMessages(
    {},
    async (app) => {
      const body = {
        MESSAGEID: 'from the body',
        subject: 'shadow',
        deliveryCount: 7,
        to: null,
        correlationId: ['list'],
        sessionId: true,
      };
      await app.send('messages', {
        body,
        messageId: 'broker',
        subject: 'broker',
        to: 'broker',
        correlationId: 'broker',
      });
      await app.settle();
      const found = (await seenBy(app, 'single'))[0]?.metadata ?? {};
      assert.deepEqual(
        [
          found['messageId'],
          found['subject'],
          found['deliveryCount'],
          found['to'],
          found['correlationId'],
          found['sessionId'],
        ],
        ['from the body', 'shadow', 7, 'broker', 'broker', true],
      );
    },
  ),
  'of a batch has the same names and "Array", and no body shadows it': withMessages({}, async (app) => {
    const body = { subject: 'shadow' };
    await app.send(
      'batches',
      { body, messageId: 'a', subject: 's', applicationProperties: { n: 1 } },
      { body, messageId: 'b' },
    );
    await app.settle();
    const found = (await seenBy(app, 'batch'))[0]?.metadata ?? {};
    assert.deepEqual(found['messageIdArray'], ['a', 'b']);
    assert.deepEqual(found['deliveryCountArray'], [1, 1]);
    assert.deepEqual(found['sequenceNumberArray'], [1, 2]);
    assert.deepEqual(found['applicationPropertiesArray'], [{ n: 1 }, {}]);
    assert.equal((found['subjectArray'] as string[])[0], 's');
    assert.equal('subject' in found, false);
    assert.equal((found['lockTokenArray'] as string[]).length, 2);
  }),
  'carries the trace of the sender, with a span of the host': withMessages({}, async (app) => {
    await app.send('messages', { body: 'x', applicationProperties: { 'Diagnostic-Id': TRACE } });
    await app.settle();
    assert.match((await seenBy(app, 'single'))[0]?.traceParent ?? '', /^00-3{32}-(?!4{16})[0-9a-f]{16}-01$/);
  }),
});

export const batches = checks('Service Bus batches', {
  'take all that lies there in one invocation, in order': withMessages({}, async (app) => {
    await app.send('batches', ...numbered(5));
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'batch')).map(({ input }) => input),
      [[0, 1, 2, 3, 4].map((n) => ({ n }))],
    );
    assert.equal(app.bus.count('batches').active, 0);
  }),
  'are no larger than host.json allows': withMessages(
    { hostJson: hostJson({ maxMessageBatchSize: 2 }) },
    async (app) => {
      await app.send('batches', ...numbered(5));
      await app.settle();
      assert.deepEqual(
        (await seenBy(app, 'batch')).map(({ input }) => (input as unknown[]).length),
        [2, 2, 1],
      );
    },
  ),
  'are abandoned as a whole when the function fails': withMessages({}, async (app) => {
    await app.send('batches', { body: { fail: true } }, { body: { fail: false } });
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'batch')).map(({ metadata: found }) => found['deliveryCountArray']),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.equal(app.bus.count('batches').deadLetter, 2);
  }),
});

export const sessions = checks('Service Bus sessions', {
  'bring the messages of one session in order': withMessages({}, async (app) => {
    await app.send('sessions', ...numbered(3).map((message) => ({ ...message, sessionId: 'a' })));
    await app.settle();
    const found = await seenBy(app, 'sessions');
    assert.deepEqual(
      found.map(({ input }) => input),
      [{ n: 0 }, { n: 1 }, { n: 2 }],
    );
    assert.equal(found[0]?.metadata['sessionId'], 'a');
  }),
  'are never mixed in one batch': withMessages({}, async (app) => {
    await app.send(
      'session-batches',
      ...numbered(4).map((message, n) => ({ ...message, sessionId: n % 2 ? 'odd' : 'even' })),
    );
    await app.settle();
    assert.deepEqual(
      (await seenBy(app, 'session-batch')).map(({ metadata: found }) => found['sessionIdArray']).sort(),
      [
        ['even', 'even'],
        ['odd', 'odd'],
      ],
    );
  }),
});

export const pumps = checks('Service Bus by themselves', {
  'bring single messages, as many at once as host.json says': withMessages(
    { mode: 'wall', hostJson: hostJson({ maxConcurrentCalls: 3, prefetchCount: 5 }) },
    async (app) => {
      await app.host.start();
      await app.send('messages', ...Array.from({ length: 9 }, () => ({ body: { pause: 20 } })));
      await until(() => app.bus.count('messages').active + app.bus.count('messages').locked === 0);
      assert.equal((await seenBy(app, 'single')).length, 9);
      assert.equal(await (await app.get('most-at-once')).json(), 3);
    },
  ),
  'run one batch at a time': withMessages(
    { mode: 'wall', hostJson: hostJson({ maxMessageBatchSize: 2 }) },
    async (app) => {
      await app.host.start();
      await app.send('batches', ...numbered(6));
      await until(() => app.bus.count('batches').active + app.bus.count('batches').locked === 0);
      const found = await seenBy(app, 'batch');
      assert.deepEqual(
        found.flatMap(({ input }) => input),
        [0, 1, 2, 3, 4, 5].map((n) => ({ n })),
      );
      assert.equal(await (await app.get('most-at-once')).json(), 1);
    },
  ),
  'bring sessions, each in order': withMessages({ mode: 'wall' }, async (app) => {
    await app.host.start();
    await app.send('sessions', ...numbered(6).map((message, n) => ({ ...message, sessionId: `s${n % 2}` })));
    const found = await until(async () => {
      const all = await seenBy(app, 'sessions');
      return all.length === 6 && all;
    });
    const odd = found.filter(({ metadata: { sessionId } }) => sessionId === 's1').map(({ input }) => input);
    assert.deepEqual(odd, [{ n: 1 }, { n: 3 }, { n: 5 }]);
  }),
  'keep the lock of a single message while its function runs': withMessages(
    { mode: 'wall', environment: { QUEUE: 'brief' } },
    async (app) => {
      await app.host.start();
      await app.send('brief', { body: { pause: 2_500 } });
      await until(() => app.host.state.invocations.succeeded > 0 && app.bus.count('brief').locked === 0);
      assert.deepEqual((await seenBy(app, 'single')).map(deliveries), [1]);
      assert.equal(app.bus.count('brief').active, 0);
    },
  ),
  'let the lock of a batch run out, so that its messages come again': withMessages(
    { mode: 'wall', environment: { BATCHES: 'brief' } },
    async (app) => {
      await app.host.start();
      await app.send('brief', { body: { pause: 1_500 } });
      const found = await until(async () => {
        const all = await seenBy(app, 'batch');
        return all.length === 2 && all;
      });
      assert.deepEqual(
        found.map(({ metadata: { deliveryCountArray } }) => deliveryCountArray),
        [[1], [2]],
      );
      assert.ok(app.log.some(({ level, message }) => level === 'warning' && message.includes('could not be settled')));
    },
  ),
  'leave messages locked when autoCompleteMessages is off': withMessages(
    { mode: 'wall', hostJson: hostJson({ autoCompleteMessages: false }) },
    async (app) => {
      await app.host.start();
      await app.send('messages', { body: 'x' });
      await until(async () => (await seenBy(app, 'single')).length === 1 && app.host.state.invocations.running === 0);
      assert.equal(app.bus.count('messages').locked, 1);
    },
  ),
  'finish and settle what runs when the host drains, and take nothing more': withMessages(
    { mode: 'wall' },
    async (app) => {
      await app.host.start();
      await app.send('messages', { body: { pause: 200 } });
      await until(async () => (await seenBy(app, 'single')).length === 1);
      assert.equal(await app.host.drain(5_000), true);
      await app.send('messages', { body: 'after the end' });
      assert.deepEqual(
        { active: app.bus.count('messages').active, locked: app.bus.count('messages').locked },
        { active: 1, locked: 0 },
      );
    },
  ),
  'lose nothing when the host is killed in the middle of a message': withMessages({ mode: 'wall' }, async (app) => {
    await app.host.start();
    await app.send('messages', { body: { pause: 60_000 } });
    await until(async () => (await seenBy(app, 'single')).length === 1);
    await app.host.kill();
    assert.equal(app.bus.count('messages').locked + app.bus.count('messages').active, 1);
  }),
});

function deliveries({ metadata: { deliveryCount } }: SeenMessage): unknown {
  return deliveryCount;
}

async function seenBy(app: MessageApp, name: string): Promise<SeenMessage[]> {
  return (await app.seen<SeenMessage>()).filter((each) => each.function === name);
}

function numbered(count: number): { body: { n: number } }[] {
  return Array.from({ length: count }, (_, n) => ({ body: { n } }));
}

function hostJson(serviceBus: object): object {
  return { version: '2.0', extensions: { http: { routePrefix: '' }, serviceBus } };
}
