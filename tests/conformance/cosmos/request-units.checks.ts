import assert from 'node:assert/strict';
import { standInChecks } from './checks.ts';
import { withStandIn } from './stand-in.ts';

export const chargeChecks = standInChecks('Request units', {
  'reads and writes are charged by the size of the item': () =>
    withStandIn({}, async ({ items }) => {
      for (const [kilobytes, read, write] of [
        [4, 1.14, 6.67],
        [64, 4.76, 22.67],
        [512, 40.95, 184.57],
      ] as const) {
        const id = `${kilobytes}`;
        const text = 'x'.repeat(kilobytes * 1024 - 300);
        near((await items.items.create({ id, pk: 'p', text })).requestCharge, write);
        near((await items.item(id, 'p').read()).requestCharge, read);
      }
    }),
  'a query is charged for what it puts out, not for what it passes over': () =>
    withStandIn({}, async ({ items }) => {
      for (let n = 0; n < 50; n++) await items.items.create({ id: `${n}`, pk: 'p', n });
      const one = await items.items.query('SELECT * FROM c WHERE c.n = 7', { partitionKey: 'p' }).fetchAll();
      const all = await items.items.query('SELECT * FROM c', { partitionKey: 'p' }).fetchAll();
      assert.ok(one.requestCharge < 4, `one item cost ${one.requestCharge}`);
      assert.ok(all.requestCharge > one.requestCharge);
    }),
  'a batch costs the sum of its operations': () =>
    withStandIn({}, async ({ items }) => {
      const single = (await items.items.create({ id: 'single', pk: 'p' })).requestCharge;
      const operations = Array.from({ length: 10 }, (_, n) => ({
        operationType: 'Create' as const,
        resourceBody: { id: `${n}`, pk: 'p' },
      }));
      const { headers } = await items.items.batch(operations, 'p');
      near(Number(headers?.['x-ms-request-charge']), 10 * single);
    }),
  'beyond the budget of a second requests are refused, and cost nothing': () =>
    withStandIn({ ruPerSecond: 50 }, async ({ cosmos }) => {
      const upsert = (n: number) =>
        cosmos.handle({
          method: 'POST',
          path: '/dbs/db/colls/items/docs',
          headers: { 'x-ms-documentdb-partitionkey': '["p"]', 'x-ms-documentdb-is-upsert': 'True' },
          body: JSON.stringify({ id: `${n}`, pk: 'p' }),
        });
      const answers: Awaited<ReturnType<typeof upsert>>[] = [];
      for (let n = 0; n < 200; n++) answers.push(await upsert(n));
      const refusals = answers.filter(({ status }) => status === 429);
      assert.ok(refusals.length > 0 && refusals.length < answers.length);
      for (const { headers } of refusals) {
        assert.deepEqual([Number(headers['x-ms-request-charge']), headers['x-ms-substatus']], [0, '3200']);
        assert.ok(Number(headers['x-ms-retry-after-ms']) > 0);
      }
    }),
  'the SDK gets everything through a small budget in the end': () =>
    withStandIn({ ruPerSecond: 2_000 }, async ({ items }) => {
      await Promise.all(Array.from({ length: 500 }, (_, n) => items.items.upsert({ id: `${n}`, pk: 'p' })));
      const { resources } = await items.items
        .query<number>('SELECT VALUE COUNT(1) FROM c', { partitionKey: 'p' })
        .fetchAll();
      assert.deepEqual(resources, [500]);
    }),
});

/** Within five hundredths: sizes are not met to the byte. */
function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 0.05 * expected, `${actual} is not about ${expected}`);
}
