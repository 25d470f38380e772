import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import type { JsonObject } from './json.ts';
import { documentsOf, keyed, openTestContainer, type TestContainer } from './test-container.ts';

test('a reader that is up to date hears 304 and its position, and then what is new', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p' });
  const first = await things.feed();
  const position = first.headers['etag'] ?? '';
  expect(await things.feed({ 'if-none-match': position })).toMatchObject({ status: 304, headers: { etag: position } });
  await things.create({ id: 'b', pk: 'p' });
  const next = await things.feed({ 'if-none-match': position });
  expect(documentsOf(next).map(({ id, _lsn }) => [id, _lsn])).toEqual([['b', 2]]);
});

test('a reader that begins now sees nothing of the past', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p' });
  expect(await things.feed({ 'if-none-match': '*' })).toMatchObject({ status: 304, headers: { etag: '"1"' } });
});

test('a reader of one partition passes over the changes of the others', async () => {
  const things = await openTestContainer();
  for (const pk of ['p', 'q', 'p']) await things.create({ id: `${things.cosmos.lsn('db', 'things')}`, pk });
  const page = await things.feed(keyed('q'));
  expect(documentsOf(page).map(({ id }) => id)).toEqual(['1']);
  expect(page.headers['etag']).toBe('"3"');
});

test('a document that has expired before anybody read the feed is lost to its readers', async () => {
  const clock = drivenClock(0);
  const things = await openTestContainer({ clock }, { defaultTtl: 60 });
  await things.create({ id: 'short', pk: 'p', ttl: 10 });
  await things.create({ id: 'long', pk: 'p' });
  clock.jumpTo(10_000);
  expect(documentsOf(await things.feed()).map(({ id }) => id)).toEqual(['long']);
});

test('a feed can be read from a moment on', async () => {
  const clock = drivenClock(0);
  const things = await openTestContainer({ clock });
  await things.create({ id: 'early', pk: 'p' });
  clock.jumpTo(5_000);
  await things.create({ id: 'late', pk: 'p' });
  const page = await things.feed({ 'if-modified-since': new Date(5_000).toUTCString() });
  expect(documentsOf(page).map(({ id }) => id)).toEqual(['late']);
});

test('a page of the feed is full with 4 MB', async () => {
  const things = await openTestContainer();
  const pad = 'x'.repeat(1_500_000);
  for (let n = 0; n < 4; n++) await things.create({ id: `t${n}`, pk: 'p', pad });
  const first = await things.feed({ 'x-ms-max-item-count': '-1' });
  expect([documentsOf(first).length, first.headers['etag']]).toEqual([3, '"3"']);
});

test.each([
  [{ 'a-im': 'Full-Fidelity Feed' }],
  [{ 'if-none-match': '"yesterday"' }],
  [{ 'if-modified-since': 'soon' }],
])('a feed asked for with %j is refused', async (headers) => {
  const things = await openTestContainer();
  expect(await things.feed(headers)).toMatchObject({ status: 400 });
});

const change = fc.record({
  type: fc.constantFrom('upsert', 'upsert', 'upsert', 'remove', 'read feed'),
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  pageSize: fc.integer({ min: 1, max: 4 }),
});

test('a reader sees each latest version once and in order, however changes and pages interleave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
      const things = await openTestContainer();
      const present = new Map<string, number>();
      const seen: JsonObject[] = [];
      let position: string | undefined;
      for (const [n, { type, id, pageSize }] of changes.entries()) {
        if (type === 'upsert') present.set(id, n);
        if (type === 'upsert') await things.upsert({ id, pk: 'p', n });
        if (type === 'remove' && present.delete(id)) await things.remove(id, 'p');
        if (type === 'read feed') position = await readPage(things, position, pageSize, seen);
      }
      while (await hasMore(things, position)) position = await readPage(things, position, 2, seen);

      const positions = seen.map(({ _lsn }) => _lsn);
      expect(positions).toEqual([...positions].sort((a, b) => Number(a) - Number(b)));
      expect(new Set(positions).size).toBe(positions.length);
      const latest = new Map(seen.map(({ id, n }) => [id, n]));
      for (const [id, n] of present) expect(latest.get(id)).toBe(n);
    }),
    { numRuns: 60 },
  );
});

async function readPage(things: TestContainer, position: string | undefined, size: number, seen: JsonObject[]) {
  const page = await things.feed({ ...from(position), 'x-ms-max-item-count': String(size) });
  expect(documentsOf(page).length).toBeLessThanOrEqual(size);
  seen.push(...documentsOf(page));
  return page.headers['etag'];
}

const hasMore = async (things: TestContainer, position: string | undefined) =>
  (await things.feed(from(position))).status === 200;

const from = (position: string | undefined) => (position === undefined ? undefined : { 'if-none-match': position });
