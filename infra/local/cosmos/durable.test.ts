import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import type { Change, Store } from '../store/store.ts';
import { startCosmos } from './cosmos.ts';
import { documentsOf, keyed, openTestContainer, requestsTo, type TestContainer } from './test-container.ts';

test('after a restart the stand-in answers as before', async () => {
  const command = fc.record({
    type: fc.constantFrom('upsert', 'upsert', 'remove', 'batch', 'pass time'),
    id: fc.constantFrom('a', 'b', 'c', 'ü\n"'),
    pk: fc.constantFrom('p', 'q'),
    n: fc.nat(1000),
    ttl: fc.constantFrom(-1, 5, 50),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
      const store = memoryStore();
      const clock = drivenClock(0);
      const things = await openTestContainer({ store, clock }, SETTINGS);
      for (const { type, id, pk, n, ttl } of commands) {
        const body = { id, pk, n, ttl };
        if (type === 'upsert') await things.upsert(body);
        if (type === 'remove') await things.remove(id, pk);
        if (type === 'pass time') clock.jumpTo(clock.now() + 3_000);
        if (type === 'batch')
          await things.batch(pk, [
            { operationType: 'Upsert', resourceBody: body },
            { operationType: 'Delete', id },
          ]);
      }
      const restarted = requestsTo(await startCosmos({ port: false, store, clock }));
      expect(await everything(restarted)).toEqual(await everything(things));
      expect(await restarted.create({ id: 'new', pk: 'p' })).toEqual(
        withoutActivity(await things.create({ id: 'new', pk: 'p' })),
      );
    }),
    { numRuns: 60 },
  );
});

test('what was dropped stays dropped', async () => {
  const store = memoryStore();
  const things = await openTestContainer({ store });
  await things.create({ id: 'a', pk: 'p' });
  await things.request('DELETE', '/dbs/db');
  expect([...store.range('d', '~')].map(({ key }) => key)).toEqual(['m|n']);
  const restarted = requestsTo(await startCosmos({ port: false, store }));
  expect(await restarted.request('GET', '/dbs/db')).toMatchObject({ status: 404 });
});

test('an answer waits for the disk, and so does a read of what is not there yet', async () => {
  const store = memoryStore();
  const things = await openTestContainer({ store });
  const answered: string[] = [];
  const { begun, release } = store.hold();
  const write = things.create({ id: 'a', pk: 'p' }).then(() => answered.push('write'));
  const read = things.read('a', 'p').then(({ status }) => answered.push(`read ${status}`));
  await begun;
  expect(answered).toEqual([]);
  release();
  await Promise.all([write, read]);
  expect(answered).toEqual(['write', 'read 200']);
});

test('while the disk is full requests are refused and nothing piles up; with room again all goes on', async () => {
  const store = memoryStore();
  const things = await openTestContainer({ store });
  await things.create({ id: 'a', pk: 'p' });
  store.fail(new Error('no space left on device'));
  expect(await things.create({ id: 'b', pk: 'p' })).toMatchObject({
    status: 503,
    body: { code: 'ServiceUnavailable' },
  });
  expect((await things.read('a', 'p')).body['message']).toContain('no space left on device');
  expect(await things.create({ id: 'c', pk: 'p' })).toMatchObject({ status: 503 });

  store.fail(undefined);
  expect(await things.read('a', 'p')).toMatchObject({ status: 200 });
  expect(await things.read('c', 'p')).toMatchObject({ status: 404 });
  const restarted = requestsTo(await startCosmos({ port: false, store }));
  expect(await everything(restarted)).toEqual(await everything(things));
});

const SETTINGS = { defaultTtl: 100, uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/n'] }] } };

async function everything(things: TestContainer) {
  const definition = await things.request('GET', things.path);
  const documents = await things.request('GET', `${things.path}/docs`);
  const partitions = [];
  for (const pk of ['p', 'q']) partitions.push(documentsOf(await things.query('SELECT * FROM c', keyed(pk))));
  const feed = await things.feed();
  const offers = await things.request('GET', '/offers');
  return [definition.body, documentsOf(documents), partitions, documentsOf(feed), feed.headers['etag'], offers.body];
}

const withoutActivity = <T extends { headers: object }>(reply: T): T => ({
  ...reply,
  headers: { ...reply.headers, 'x-ms-activity-id': expect.any(String) },
});

interface MemoryStore extends Store {
  /** The next commit hangs, once it has begun, until it is released. */
  hold(): { readonly begun: Promise<void>; readonly release: () => void };
  /** Commits fail with the error, until there is none. */
  fail(error: Error | undefined): void;
}

function memoryStore(): MemoryStore {
  const entries = new Map<string, string>();
  let failure: Error | undefined;
  let obstacle = async () => {};
  return {
    hold() {
      let begin = () => {};
      let release = () => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      obstacle = () => {
        begin();
        return released;
      };
      return { begun, release };
    },
    fail(error) {
      failure = error;
    },
    async commit(changes: readonly Change[]) {
      await obstacle();
      if (failure) throw failure;
      for (const [key, value] of changes) value === undefined ? entries.delete(key) : entries.set(key, value);
    },
    *range(start, end) {
      for (const key of [...entries.keys()].sort())
        if (start <= key && key < end) yield { key, value: entries.get(key) ?? '' };
    },
    get: (key) => entries.get(key),
    close: () => Promise.resolve(),
  };
}
