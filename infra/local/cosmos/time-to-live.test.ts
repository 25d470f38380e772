import { expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { documentsOf, openTestContainer } from './test-container.ts';

test("a document lives as long as it says, else as long as the container's do", async () => {
  const clock = drivenClock(1_000_000);
  const things = await openTestContainer({ clock }, { defaultTtl: 100 });
  await things.create({ id: 'own', pk: 'p', ttl: 10 });
  await things.create({ id: 'default', pk: 'p' });
  await things.create({ id: 'for ever', pk: 'p', ttl: -1 });
  const alive = async () => documentsOf(await things.query('SELECT c.id FROM c')).map(({ id }) => id);
  clock.jumpTo(1_009_999);
  expect(await alive()).toEqual(['own', 'default', 'for ever']);
  clock.jumpTo(1_010_000);
  expect(await alive()).toEqual(['default', 'for ever']);
  clock.jumpTo(1_100_000);
  expect(await alive()).toEqual(['for ever']);
});

test('a write begins the life of a document anew', async () => {
  const clock = drivenClock(0);
  const things = await openTestContainer({ clock }, { defaultTtl: 10 });
  await things.create({ id: 'a', pk: 'p' });
  clock.jumpTo(9_000);
  await things.upsert({ id: 'a', pk: 'p' });
  clock.jumpTo(18_000);
  expect(await things.read('a', 'p')).toMatchObject({ status: 200, body: { _ts: 9 } });
});

test('nothing expires in a container without a time to live, whatever a document says', async () => {
  const clock = drivenClock(0);
  const things = await openTestContainer({ clock });
  await things.create({ id: 'a', pk: 'p', ttl: 1 });
  clock.jumpTo(1_000_000);
  expect(await things.read('a', 'p')).toMatchObject({ status: 200 });
});

test('an expired document is as good as none: it can be created again, and frees its unique keys', async () => {
  const clock = drivenClock(0);
  const unique = { uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] } };
  const things = await openTestContainer({ clock }, { defaultTtl: 10, ...unique });
  await things.create({ id: 'a', pk: 'p', email: 'x' });
  clock.jumpTo(10_000);
  expect(await things.remove('a', 'p')).toMatchObject({ status: 404 });
  expect(await things.create({ id: 'b', pk: 'p', email: 'x' })).toMatchObject({ status: 201 });
  expect(await things.create({ id: 'a', pk: 'p', email: 'y' })).toMatchObject({ status: 201 });
  expect(await things.create({ id: 'c', pk: 'p', email: 'x' })).toMatchObject({ status: 409 });
});

test('expired documents do not pile up', async () => {
  const clock = drivenClock(0);
  const things = await openTestContainer({ clock }, { defaultTtl: 1 });
  const first = await things.create({ id: 'first', pk: 'p' });
  for (let n = 0; n < 1_200; n++) {
    clock.jumpTo(n * 1_000);
    await things.create({ id: `${n}`, pk: 'p' });
  }
  // Only what is still held is found by its resource id.
  const address = `${things.path}/docs/${encodeURIComponent(String(first.body['_rid']))}`;
  const reply = await things.request('GET', address, undefined, { 'x-ms-documentdb-partitionkey': '["p"]' });
  expect(reply.status).toBe(404);
});
