import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { openStore as openLmdb } from '../store/open-store.ts';
import type { Change, Store } from '../store/store.ts';
import { openRecords, SERVICE_BUS_FORMAT } from './durable.ts';
import { createNamespace, type Namespace } from './namespace.ts';
import { message, START } from './queue.fixture.ts';
import { readTopology } from './topology.ts';

const topology = {
  queues: {
    q: { maxDeliveryCount: 3 },
    sq: { requiresSession: true },
    xq: { deadLetteringOnMessageExpiration: true, forwardDeadLetteredMessagesTo: 'target' },
    target: {},
  },
  topics: { t: { requiresDuplicateDetection: true, subscriptions: { s: {}, f: { forwardTo: 'q' } } } },
} as const;

function openStore(): Store & { readonly commits: (readonly Change[])[] } {
  const entries = new Map<string, string>();
  const commits: (readonly Change[])[] = [];
  return {
    commits,
    async commit(changes) {
      commits.push(changes);
      for (const [key, value] of changes) {
        if (value === undefined) entries.delete(key);
        else entries.set(key, value);
      }
    },
    *range(start, end) {
      for (const key of [...entries.keys()].sort())
        if (key >= start && key < end) yield { key, value: entries.get(key) ?? '' };
    },
    get: (key) => entries.get(key),
    close: () => Promise.resolve(),
  };
}

/** Opens the namespace over the store, lets `use` work with it, and waits until all is kept. */
async function session<T>(store: Store, use: (namespace: Namespace) => T, now = START): Promise<T> {
  const records = openRecords(store);
  const namespace = createNamespace(readTopology(topology), {
    clock: drivenClock(now),
    wall: drivenClock(START),
    records,
    changed: () => undefined,
  });
  const result = use(namespace);
  await records.durable();
  return result;
}

describe('What the broker keeps', () => {
  test('comes back from the disk byte for byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'service-bus-'));
    const bare = Buffer.from(Uint8Array.from({ length: 256 }, (_value, index) => index));
    try {
      for (const use of [
        (namespace: Namespace) => void namespace.send('q', [message('ß🌍', { bare })]),
        (namespace: Namespace) =>
          expect(namespace.queue('q').peek(0, 1)[0]?.message).toMatchObject({ id: 'ß🌍', bare }),
      ]) {
        const store = await openLmdb(folder, { format: SERVICE_BUS_FORMAT });
        await session(store, use);
        await store.close();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is its messages, byte for byte, and what happened to them', async () => {
    const store = openStore();
    const bare = Buffer.from(Uint8Array.from({ length: 256 }, (_value, index) => index));
    const properties = { text: 'x', number: { amqp: 'cQAAAAU=' }, removed: null };
    await session(store, (namespace) => {
      namespace.send('q', [message('a', { bare, properties, timeToLive: 5000 }), message('b')]);
      const queue = namespace.queue('q');
      queue.abandon(queue.receive()?.token ?? '');
      queue.receive();
      queue.defer(queue.receive()?.token ?? '');
    });
    await session(store, (namespace) => {
      const [a, b] = namespace.queue('q').peek(0, 10);
      expect(a).toMatchObject({ deliveryCount: 1, expiresAt: START + 5000, state: { kind: 'active' } });
      expect(a?.message).toMatchObject({ bare, properties });
      expect(b).toMatchObject({ deliveryCount: 1, expiresAt: Number.POSITIVE_INFINITY, state: { kind: 'deferred' } });
    });
  });

  test('expires at a restart what has had its time, and loses none of the dead letters before it', async () => {
    const store = openStore();
    const expire = (namespace: Namespace) => namespace.queue('xq').peek(0, 10);
    await session(store, (namespace) => void namespace.send('xq', [message('a', { timeToLive: 1000 })]));
    await session(store, expire, START + 1000);
    await session(store, (namespace) => void namespace.send('xq', [message('b', { timeToLive: 1000 })]), START + 2000);
    await session(
      store,
      (namespace) => {
        expect(namespace.queue('xq').peek(0, 10)).toEqual([]);
        expect(
          namespace
            .queue('target')
            .peek(0, 10)
            .map((entry) => entry.message.id),
        ).toEqual(['a', 'b']);
      },
      START + 3000,
    );
  });

  test('goes in one commit: a dead letter is never in two places, nor in none', async () => {
    const store = openStore();
    await session(store, (namespace) => void namespace.send('q', [message('a')]));
    store.commits.length = 0;
    await session(store, (namespace) => {
      const queue = namespace.queue('q');
      queue.deadLetter(queue.receive()?.token ?? '', { reason: 'Bad' });
    });
    expect(store.commits).toHaveLength(1);
    expect(store.commits[0]?.map(([key, value]) => [key, value !== undefined])).toEqual([
      ['q|q|0000000000000001', false],
      ['q|q/$deadletterqueue|0000000000000001', true],
      ['s|q/$deadletterqueue', true],
    ]);
  });

  test('goes in one commit: a topic gives all its copies or none', async () => {
    const store = openStore();
    await session(store, (namespace) => void namespace.send('t', [message('a')]));
    expect(store.commits).toHaveLength(1);
    await session(store, (namespace) => {
      for (const path of ['t/subscriptions/s', 'q']) expect(namespace.queue(path).peek(0, 10)).toHaveLength(1);
      expect(namespace.send('t', [message('a')])).toEqual([0]);
    });
  });

  test('has keys short enough for any store, whatever the ids', async () => {
    const store = openStore();
    await session(store, (namespace) => {
      namespace.queue('sq').sessions.accept('ß'.repeat(128));
      namespace.queue('sq').sessions.setState('ß'.repeat(128), Buffer.from('state'));
      namespace.send('t', [message('ß'.repeat(128))]);
    });
    const keys = store.commits.flat().map(([key]) => Buffer.byteLength(key));
    expect(Math.max(...keys)).toBeLessThan(1978);
    await session(store, (namespace) => {
      expect(namespace.queue('sq').sessions.state('ß'.repeat(128))).toEqual(Buffer.from('state'));
    });
  });
});
