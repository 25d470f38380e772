import assert from 'node:assert/strict';
import { ChangeFeedStartFrom, type Container } from '@azure/cosmos';
import { checks } from './checks.ts';

interface Change {
  readonly id: string;
  readonly pk: string;
  readonly n: number;
}

interface Changes {
  readonly items: readonly Change[];
  readonly continuation: string;
}

/** Reads the feed until it has nothing new. */
async function changesFrom(
  container: Container,
  changeFeedStartFrom: ChangeFeedStartFrom,
  maxItemCount = 100,
): Promise<Changes> {
  const iterator = container.items.getChangeFeedIterator<Change>({ changeFeedStartFrom, maxItemCount });
  const items: Change[] = [];
  for (;;) {
    const { statusCode, result, continuationToken } = await iterator.readNext();
    if (statusCode === 304) return { items, continuation: continuationToken };
    assert.ok(result.length <= maxItemCount);
    items.push(...result);
  }
}

async function write(container: Container, pk: string, numbers: readonly number[]): Promise<void> {
  for (const n of numbers) await container.items.upsert({ id: `${n}`, pk, n });
}

const numbersOf = ({ items }: Changes) => items.map(({ n }) => n);

export const changeFeedChecks = checks('Change feed', {
  'the feed of a partition shows its items in the order of their changes': async ({ items }) => {
    await write(items, 'feed-order', [3, 1, 2]);
    assert.deepEqual(numbersOf(await changesFrom(items, ChangeFeedStartFrom.Beginning('feed-order'))), [3, 1, 2]);
  },
  'pages of the feed hold at most what was asked for': async ({ items }) => {
    await write(items, 'feed-pages', [1, 2, 3, 4, 5]);
    assert.deepEqual(
      numbersOf(await changesFrom(items, ChangeFeedStartFrom.Beginning('feed-pages'), 2)),
      [1, 2, 3, 4, 5],
    );
  },
  'the feed goes on from a continuation': async ({ items }) => {
    await write(items, 'feed-on', [1, 2]);
    const { continuation } = await changesFrom(items, ChangeFeedStartFrom.Beginning('feed-on'));
    assert.deepEqual((await changesFrom(items, ChangeFeedStartFrom.Continuation(continuation))).items, []);
    await write(items, 'feed-on', [3]);
    assert.deepEqual(numbersOf(await changesFrom(items, ChangeFeedStartFrom.Continuation(continuation))), [3]);
  },
  'the feed from now on shows later changes alone': async ({ items }) => {
    await write(items, 'feed-now', [1]);
    const iterator = items.items.getChangeFeedIterator<Change>({
      changeFeedStartFrom: ChangeFeedStartFrom.Now('feed-now'),
    });
    assert.equal((await iterator.readNext()).statusCode, 304);
    await write(items, 'feed-now', [2]);
    assert.deepEqual(
      (await iterator.readNext()).result.map(({ n }) => n),
      [2],
    );
  },
  'the feed shows the latest version of an item, once': async ({ items }) => {
    await write(items, 'feed-latest', [1, 2]);
    await items.items.upsert({ id: '1', pk: 'feed-latest', n: 10 });
    await items.item('1', 'feed-latest').patch([{ op: 'incr', path: '/n', value: 1 }]);
    assert.deepEqual(numbersOf(await changesFrom(items, ChangeFeedStartFrom.Beginning('feed-latest'))), [2, 11]);
  },
  'the feed does not show deleted items': async ({ items }) => {
    await write(items, 'feed-deleted', [1, 2]);
    await items.item('1', 'feed-deleted').delete();
    assert.deepEqual(numbersOf(await changesFrom(items, ChangeFeedStartFrom.Beginning('feed-deleted'))), [2]);
  },
  'the feed shows what a batch wrote, and nothing of a failed one': async ({ items }) => {
    const pk = 'feed-batch';
    const create = (n: number) => ({ operationType: 'Create' as const, resourceBody: { id: `${n}`, pk, n } });
    await items.items.batch([create(1), create(2)], pk);
    await items.items.batch([create(3), create(1)], pk);
    assert.deepEqual(numbersOf(await changesFrom(items, ChangeFeedStartFrom.Beginning(pk))), [1, 2]);
  },
  'the feed of the container shows each partition in order': async ({ items }) => {
    await write(items, 'feed-all-1', [1, 2]);
    await write(items, 'feed-all-2', [3]);
    await write(items, 'feed-all-1', [4]);
    const { items: all } = await changesFrom(items, ChangeFeedStartFrom.Beginning());
    const of = (pk: string) => all.filter((change) => change.pk === pk).map(({ n }) => n);
    assert.deepEqual([of('feed-all-1'), of('feed-all-2')], [[1, 2, 4], [3]]);
  },
  'the feeds of the ranges are the feed of the container': async ({ measurements }) => {
    const ranges = await measurements.getFeedRanges();
    const feeds = await Promise.all(
      ranges.map((range) => changesFrom(measurements, ChangeFeedStartFrom.Beginning(range))),
    );
    assert.deepEqual(
      feeds.flatMap(numbersOf).sort((left, right) => left - right),
      Array.from({ length: 30 }, (_, n) => n),
    );
  },
  'the feed from a moment in the future shows nothing': async ({ items }) => {
    await write(items, 'feed-time', [1]);
    const tomorrow = new Date(Date.now() + 86_400_000);
    assert.deepEqual((await changesFrom(items, ChangeFeedStartFrom.Time(tomorrow, 'feed-time'))).items, []);
  },
});
