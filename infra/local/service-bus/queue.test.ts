import { describe, expect, test } from 'vitest';
import { LOCK_DURATION, message, openQueue, START } from './queue.fixture.ts';

describe('A queue', () => {
  test('gives its messages in order, each to one receiver', () => {
    const { queue } = openQueue();
    for (const id of ['a', 'b']) queue.enqueue(message(id));
    expect([queue.receive(), queue.receive(), queue.receive()].map((lock) => lock?.entry.message.id)).toEqual([
      'a',
      'b',
      undefined,
    ]);
    expect(queue.counts).toEqual({ active: 0, deferred: 0, locked: 2, scheduled: 0 });
  });

  test('counts an abandoned delivery and not a released one', () => {
    const { queue } = openQueue();
    const { message: _, ...entry } = queue.enqueue(message('a'));
    expect(entry.deliveryCount).toBe(0);
    queue.release(queue.receive()?.token ?? '');
    expect(queue.peek(0, 1)[0]?.deliveryCount).toBe(0);
    queue.abandon(queue.receive()?.token ?? '');
    expect(queue.peek(0, 1)[0]?.deliveryCount).toBe(1);
  });

  test('gives an abandoned message before the younger ones', () => {
    const { queue } = openQueue();
    for (const id of ['a', 'b', 'c']) queue.enqueue(message(id));
    const [first, second] = [queue.receive(), queue.receive()];
    queue.abandon(second?.token ?? '');
    queue.abandon(first?.token ?? '');
    expect([queue.receive(), queue.receive(), queue.receive()].map((lock) => lock?.entry.message.id)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('takes a lock back on the wall alone', () => {
    const { queue, clock, wall } = openQueue();
    queue.enqueue(message('a'));
    const lock = queue.receive();
    clock.jumpTo(START + 100 * LOCK_DURATION);
    expect(queue.lock(lock?.token ?? '')).toBe(lock);
    wall.jumpTo(START + LOCK_DURATION);
    expect(() => queue.complete(lock?.token ?? '')).toThrow(
      expect.objectContaining({ condition: 'com.microsoft:message-lock-lost' }),
    );
    expect(queue.receive()?.entry.deliveryCount).toBe(1);
  });

  test('keeps a renewed lock', () => {
    const { queue, wall } = openQueue();
    queue.enqueue(message('a'));
    const token = queue.receive()?.token ?? '';
    wall.jumpTo(START + LOCK_DURATION - 1);
    expect(queue.renewLock(token)).toBe(START + 2 * LOCK_DURATION - 1);
    wall.jumpTo(START + LOCK_DURATION + 1);
    queue.complete(token);
    expect(queue.peek(0, 10)).toEqual([]);
  });

  test('makes a scheduled message visible by the clock alone, under a new number', () => {
    const { queue, clock, wall } = openQueue();
    const { sequenceNumber } = queue.enqueue(message('later', { scheduledEnqueueTime: START + 1000 }));
    queue.enqueue(message('now'));
    wall.jumpTo(START + 5000);
    expect(queue.counts).toMatchObject({ scheduled: 1, active: 1 });
    clock.jumpTo(START + 1000);
    expect(queue.peek(0, 10).map((entry) => [entry.message.id, entry.sequenceNumber])).toEqual([
      ['now', 2],
      ['later', 3],
    ]);
    expect(() => queue.cancelScheduled(sequenceNumber)).toThrow(
      expect.objectContaining({ condition: 'com.microsoft:message-not-found' }),
    );
  });

  test('drops what has expired, unless it says otherwise', () => {
    const dropping = openQueue();
    dropping.queue.enqueue(message('a', { timeToLive: 1000 }));
    dropping.clock.jumpTo(START + 1000);
    expect(dropping.queue.receive()).toBeUndefined();
    expect(dropping.deadLetters).toEqual([]);

    const keeping = openQueue({ deadLetterOnExpiration: true, defaultTimeToLive: 500 });
    keeping.queue.enqueue(message('a', { timeToLive: 1000 }));
    keeping.clock.jumpTo(START + 500);
    expect(keeping.deadLetters.map((entry) => entry.message.properties['DeadLetterReason'])).toEqual([
      'TTLExpiredException',
    ]);
  });

  test('lets a locked message expire only when it is given back, and a deferred one never', () => {
    const { queue, clock } = openQueue();
    for (const id of ['locked', 'deferred']) queue.enqueue(message(id, { timeToLive: 1000 }));
    const [locked, deferred] = [queue.receive(), queue.receive()];
    queue.defer(deferred?.token ?? '');
    clock.jumpTo(START + 2000);
    expect(queue.counts).toMatchObject({ locked: 1, deferred: 1 });
    queue.abandon(locked?.token ?? '');
    expect(queue.counts).toEqual({ active: 0, locked: 0, deferred: 1, scheduled: 0 });
  });

  test('makes a message a dead letter after its last delivery', () => {
    const { queue, deadLetters } = openQueue({ maxDeliveryCount: 2 });
    queue.enqueue(message('a'));
    for (const _ of [1, 2]) queue.abandon(queue.receive()?.token ?? '');
    expect(deadLetters[0]?.message.properties).toMatchObject({ DeadLetterReason: 'MaxDeliveryCountExceeded' });
    expect(queue.peek(0, 1)).toEqual([]);
  });

  test('deletes many, but none that is locked', () => {
    const { queue } = openQueue();
    for (const id of ['a', 'b', 'c']) queue.enqueue(message(id));
    queue.receive();
    expect(queue.deleteMessages(10, Number.POSITIVE_INFINITY)).toBe(2);
    expect(queue.peek(0, 10).map((entry) => entry.message.id)).toEqual(['a']);
    expect(queue.receive()).toBeUndefined();
  });

  test('forgets the deadlines of messages that are gone', () => {
    const { queue, clock, wall } = openQueue();
    queue.enqueue(message('a', { timeToLive: 1000 }));
    queue.complete(queue.receive()?.token ?? '');
    expect([clock.next(), wall.next()]).toEqual([undefined, undefined]);
  });
});

describe('Sessions', () => {
  test('are handed to whoever waits for the next one', () => {
    const { queue } = openQueue({ requiresSession: true });
    const accepted: string[] = [];
    queue.sessions.awaitNext(({ id }) => void accepted.push(id));
    const end = queue.sessions.awaitNext(({ id }) => void accepted.push(id));
    end();
    for (const sessionId of ['A', 'B']) queue.enqueue(message(sessionId, { sessionId }));
    expect(accepted).toEqual(['A']);
    expect(queue.sessions.acceptNext()?.id).toBe('B');
    expect(queue.sessions.acceptNext()).toBeUndefined();
  });

  test('give all their messages back when their lock is lost', () => {
    const { queue, wall } = openQueue({ requiresSession: true });
    for (const id of ['1', '2']) queue.enqueue(message(id, { sessionId: 'A' }));
    const session = queue.sessions.accept('A');
    let isLost = false;
    session.lost = () => {
      isLost = true;
    };
    queue.receive(session);
    const second = queue.receive(session);
    wall.jumpTo(START + LOCK_DURATION);
    expect(isLost).toBe(true);
    expect(() => queue.complete(second?.token ?? '')).toThrow(
      expect.objectContaining({ condition: 'com.microsoft:session-lock-lost' }),
    );
    const again = queue.sessions.accept('A');
    expect([queue.receive(again), queue.receive(again)].map((lock) => lock?.entry.message.id)).toEqual(['1', '2']);
  });

  test('renew the locks of all their messages', () => {
    const { queue, wall } = openQueue({ requiresSession: true });
    queue.enqueue(message('1', { sessionId: 'A' }));
    const session = queue.sessions.accept('A');
    const token = queue.receive(session)?.token ?? '';
    wall.jumpTo(START + LOCK_DURATION - 1);
    queue.sessions.renew(session);
    wall.jumpTo(START + LOCK_DURATION + 1);
    queue.complete(token);
    expect(queue.counts.locked).toBe(0);
  });
});
