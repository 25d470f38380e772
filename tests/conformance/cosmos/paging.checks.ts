import assert from 'node:assert/strict';
import type { Container, FeedOptions } from '@azure/cosmos';
import { checks, refused } from './checks.ts';

/** The values of a query, page by page. */
async function pagesOf(container: Container, query: string, options: FeedOptions): Promise<number[][]> {
  const iterator = container.items.query<number>(query, options);
  const pages: number[][] = [];
  while (iterator.hasMoreResults()) pages.push((await iterator.fetchNext()).resources ?? []);
  return pages;
}

/** The values of a query, each page read by a fresh iterator from the token of the one before. */
async function resumedPagesOf(container: Container, query: string, options: FeedOptions): Promise<number[][]> {
  const pages: number[][] = [];
  let continuationToken: string | undefined;
  do {
    const resumed = continuationToken === undefined ? options : { ...options, continuationToken };
    const page = await container.items.query<number>(query, resumed).fetchNext();
    pages.push(page.resources);
    continuationToken = page.continuationToken;
  } while (continuationToken);
  return pages;
}

const numbers = Array.from({ length: 30 }, (_, n) => n);
const ofPartition = numbers.filter((n) => n % 3 === 0);
const ascending = (left: number, right: number) => left - right;

export const pagingChecks = checks('Paging', {
  'pages hold at most what was asked for': async ({ measurements }) => {
    const pages = await pagesOf(measurements, 'SELECT VALUE c.n FROM c', { maxItemCount: 7 });
    assert.ok(pages.every(({ length }) => length <= 7));
    assert.deepEqual(pages.flat().sort(ascending), numbers);
  },
  'one partition is read on from a continuation': async ({ measurements }) => {
    const pages = await resumedPagesOf(measurements, 'SELECT VALUE c.n FROM c', {
      partitionKey: 'k0',
      maxItemCount: 4,
    });
    assert.ok(pages.length >= 3);
    assert.deepEqual(pages.flat(), ofPartition);
  },
  'an ordered query of one partition is read on from a continuation': async ({ measurements }) => {
    const pages = await resumedPagesOf(measurements, 'SELECT VALUE c.n FROM c ORDER BY c.n DESC', {
      partitionKey: 'k0',
      maxItemCount: 4,
    });
    assert.deepEqual(pages.flat(), ofPartition.toReversed());
  },
  'an ordered query of all partitions keeps its order over pages': async ({ measurements }) => {
    const pages = await pagesOf(measurements, 'SELECT VALUE c.n FROM c ORDER BY c.n', { maxItemCount: 7 });
    assert.deepEqual(pages.flat(), numbers);
  },
  'LIMIT ends the pages': async ({ measurements }) => {
    const pages = await pagesOf(measurements, 'SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 5 LIMIT 12', {
      maxItemCount: 5,
    });
    assert.deepEqual(pages.flat(), numbers.slice(5, 17));
  },
  'an array that is unfolded over several pages loses nothing': async ({ items }) => {
    for (const n of [0, 10, 20]) await items.items.create({ id: `${n}`, pk: 'unfolded', list: [n, n + 1, n + 2] });
    const pages = await pagesOf(items, 'SELECT VALUE x FROM x IN c.list', {
      partitionKey: 'unfolded',
      maxItemCount: 2,
    });
    assert.deepEqual(pages.flat(), [0, 1, 2, 10, 11, 12, 20, 21, 22]);
  },
  'all items are read page by page': async ({ measurements }) => {
    const iterator = measurements.items.readAll({ maxItemCount: 8 });
    const ids: unknown[] = [];
    for await (const { resources } of iterator.getAsyncIterator()) {
      assert.ok(resources.length <= 8);
      ids.push(...resources.map(({ id }) => id));
    }
    assert.equal(new Set(ids).size, 30);
    assert.equal(ids.length, 30);
  },
  'an item written between two pages does not disturb those read on': async ({ items }) => {
    for (const n of [1, 2, 3, 4]) await items.items.create({ id: `${n}`, pk: 'paged', n });
    const query = 'SELECT VALUE c.n FROM c';
    const first = await items.items.query<number>(query, { partitionKey: 'paged', maxItemCount: 2 }).fetchNext();
    await items.item('1', 'paged').delete();
    const options = { partitionKey: 'paged', maxItemCount: 10, continuationToken: first.continuationToken };
    const second = await items.items.query<number>(query, options).fetchNext();
    assert.deepEqual(
      [first.resources, second.resources],
      [
        [1, 2],
        [3, 4],
      ],
    );
  },
  'a continuation that the service did not give is refused': async ({ measurements }) => {
    const options = { partitionKey: 'k0', continuationToken: 'made up' };
    await refused(400, measurements.items.query('SELECT * FROM c', options).fetchNext());
  },
});
