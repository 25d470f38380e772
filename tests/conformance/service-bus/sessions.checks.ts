import assert from 'node:assert/strict';
import type { ServiceBusClient, ServiceBusSessionReceiver } from '@azure/service-bus';
import { assertEmpty, checks, consume, pause, receive, receiveOne, refused } from './fixture.ts';

/** Session ids of one run: a real namespace remembers the state of old ones. */
const fresh = (name: string) => `${name}-${process.hrtime.bigint()}`;

async function withSession(
  client: ServiceBusClient,
  sessionId: string,
  use: (session: ServiceBusSessionReceiver) => Promise<void>,
): Promise<void> {
  const session = await client.acceptSession('sq', sessionId);
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

export const sessionChecks = checks('Sessions', {
  'a session gives its messages in order, and those alone': async ({ client }) => {
    const [one, other] = [fresh('one'), fresh('other')];
    await client.createSender('sq').sendMessages([
      { body: 1, sessionId: one },
      { body: 'x', sessionId: other },
      { body: 2, sessionId: one },
      { body: 3, sessionId: one },
    ]);
    await withSession(client, one, async (session) => {
      assert.deepEqual(
        (await consume(session, 3)).map(({ body }) => body),
        [1, 2, 3],
      );
    });
    await withSession(client, other, async (session) => {
      assert.deepEqual(
        (await consume(session, 1)).map(({ body }) => body),
        ['x'],
      );
    });
  },
  'the next session is one with messages that nobody holds': async ({ client }) => {
    const ids = [fresh('a'), fresh('b')];
    await client.createSender('sq').sendMessages(ids.map((sessionId) => ({ body: sessionId, sessionId })));
    const sessions = [await client.acceptNextSession('sq'), await client.acceptNextSession('sq')];
    assert.deepEqual(sessions.map(({ sessionId }) => sessionId).sort(), ids.sort());
    for (const session of sessions) {
      await consume(session, 1);
      await session.close();
    }
  },
  'who asks for the next session waits until there is one': async ({ client }) => {
    const sessionId = fresh('late');
    const waiting = client.acceptNextSession('sq');
    await pause(200);
    await client.createSender('sq').sendMessages({ body: 'late', sessionId });
    const session = await waiting;
    assert.equal(session.sessionId, sessionId);
    await consume(session, 1);
    await session.close();
  },
  'without a session in time the waiting ends': async ({ impatient }) => {
    await refused('ServiceTimeout', impatient(1_000).acceptNextSession('sq'));
  },
  'a session has one holder at a time': async ({ client }) => {
    const sessionId = fresh('held');
    await withSession(client, sessionId, async () => {
      await refused('SessionCannotBeLocked', client.acceptSession('sq', sessionId));
    });
    await withSession(client, sessionId, async (session) => {
      assert.equal(session.sessionId, sessionId);
    });
  },
  'a session without messages can be accepted by its id': async ({ client }) => {
    await withSession(client, fresh('empty'), (session) => assertEmpty(session));
  },
  'closing a session gives its messages back': async ({ client }) => {
    const sessionId = fresh('closed');
    await client.createSender('sq').sendMessages({ body: 'back', sessionId });
    await withSession(client, sessionId, async (session) => {
      await receiveOne(session);
    });
    await withSession(client, sessionId, async (session) => {
      assert.equal((await consume(session, 1))[0]?.body, 'back');
    });
  },
  'the state of a session is set, read and cleared': async ({ client }) => {
    const sessionId = fresh('state');
    await withSession(client, sessionId, async (session) => {
      assert.equal(await session.getSessionState(), null);
      await session.setSessionState({ step: 1 });
      assert.deepEqual(await session.getSessionState(), { step: 1 });
    });
    await withSession(client, sessionId, async (session) => {
      assert.deepEqual(await session.getSessionState(), { step: 1 });
      await session.setSessionState(null);
      assert.equal(await session.getSessionState(), null);
    });
  },
  'a state over 256 KB is refused': async ({ client }) => {
    await withSession(client, fresh('large'), async (session) => {
      await assert.rejects(session.setSessionState('x'.repeat(300_000)));
      assert.equal(await session.getSessionState(), null);
    });
  },
  'a renewed session holds on': async ({ client, lockDuration }) => {
    const session = await client.acceptSession('sq', fresh('renewed'), { maxAutoLockRenewalDurationInMs: 0 });
    const before = session.sessionLockedUntilUtc;
    await pause(lockDuration * 0.6);
    assert.ok((await session.renewSessionLock()) > before);
    await pause(lockDuration * 0.6);
    await session.setSessionState('still mine');
    await session.setSessionState(null);
    await session.close();
  },
  'a lost session lock refuses everything, and the messages come again': async ({ client, lockDuration }) => {
    const sessionId = fresh('lost');
    await client.createSender('sq').sendMessages({ body: 'slow', sessionId });
    const session = await client.acceptSession('sq', sessionId, { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(session);
    await pause(lockDuration + 300);
    await refused('SessionLockLost', session.completeMessage(message));
    await refused('SessionLockLost', session.renewSessionLock());
    await refused('SessionLockLost', session.setSessionState('x'));
    await withSession(client, sessionId, async (again) => {
      assert.equal((await consume(again, 1))[0]?.deliveryCount, 1);
    });
  },
  'a session peeks at its own messages': async ({ client }) => {
    const [one, other] = [fresh('one'), fresh('other')];
    await client.createSender('sq').sendMessages([one, other].map((sessionId) => ({ body: sessionId, sessionId })));
    for (const sessionId of [one, other])
      await withSession(client, sessionId, async (session) => {
        assert.deepEqual(
          (await session.peekMessages(5)).map(({ body }) => body),
          [sessionId],
        );
        await consume(session, 1);
      });
  },
  'a session defers': async ({ client }) => {
    const sessionId = fresh('deferring');
    await client.createSender('sq').sendMessages({ body: 'later', sessionId });
    await withSession(client, sessionId, async (session) => {
      const message = await receiveOne(session);
      assert.ok(message.sequenceNumber);
      await session.deferMessage(message);
      const [deferred] = await session.receiveDeferredMessages(message.sequenceNumber);
      assert.ok(deferred);
      await session.completeMessage(deferred);
      await assertEmpty(session);
    });
  },
  'an abandoned message comes before the ones after it': async ({ client }) => {
    const sessionId = fresh('order');
    await client.createSender('sq').sendMessages([1, 2].map((body) => ({ body, sessionId })));
    await withSession(client, sessionId, async (session) => {
      await session.abandonMessage(await receiveOne(session));
      assert.deepEqual(
        (await consume(session, 2)).map(({ body }) => body),
        [1, 2],
      );
    });
  },
  'a message without a session is refused': async ({ client }) => {
    const error = await client
      .createSender('sq')
      .sendMessages({ body: 1 })
      .catch((reason: Error) => reason);
    assert.match(String(error), /SessionId was not set/);
  },
  'a receiver without a session is refused where one is needed': async ({ client }) => {
    await assert.rejects(client.createReceiver('sq').receiveMessages(1, { maxWaitTimeInMs: 500 }));
  },
  'a session is refused where there are none': async ({ client }) => {
    await assert.rejects(client.acceptSession('q1', 'any'));
  },
  'a subscription has sessions too': async ({ client }) => {
    const sessionId = fresh('subscription');
    await client.createSender('sessions').sendMessages([1, 2].map((body) => ({ body, sessionId })));
    const session = await client.acceptSession('sessions', 's', sessionId);
    assert.deepEqual(
      (await receive(session, 2)).map(({ body }) => body),
      [1, 2],
    );
    for (const message of await session.peekMessages(5)) assert.equal(message.sessionId, sessionId);
    await session.close();
    const again = await client.acceptSession('sessions', 's', sessionId);
    await consume(again, 2);
    await again.close();
  },
});
