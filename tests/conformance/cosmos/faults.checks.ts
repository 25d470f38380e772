import assert from 'node:assert/strict';
import { ChangeFeedStartFrom } from '@azure/cosmos';
import { isMissing, refused, standInChecks } from './checks.ts';
import { withStandIn } from './stand-in.ts';

const impatient = { maxRetryAttemptCount: 2, fixedRetryIntervalInMilliseconds: 1, maxWaitTimeInSeconds: 1 };
const throttled = { kind: 'refuse', status: 429, substatus: 3200, retryAfterInMs: 1 } as const;

export const faultChecks = standInChecks('Faults that a correct client has to meet', {
  'a few 429 are retried by the SDK': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      cosmos.faults.add({ effect: throttled, times: 3, method: 'POST', container: 'items' });
      assert.equal((await items.items.create({ id: 'a', pk: 'p' })).statusCode, 201);
    }),
  'many 429 reach the application, with the time to wait': () =>
    withStandIn({ retryOptions: impatient }, async ({ cosmos, items }) => {
      cosmos.faults.add({ effect: { ...throttled, retryAfterInMs: 7 }, times: 100, container: 'items' });
      const { retryAfterInMs } = await refused(429, items.items.create({ id: 'a', pk: 'p' }));
      assert.equal(retryAfterInMs, 7);
    }),
  'a read from a replica that lags (404/1002) is retried': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      await items.items.create({ id: 'a', pk: 'p', n: 1 });
      cosmos.faults.add({
        effect: { kind: 'refuse', status: 404, substatus: 1002 },
        method: 'GET',
        container: 'items',
      });
      assert.equal((await items.item('a', 'p').read()).resource?.n, 1);
    }),
  'a read that meets 503 is retried': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      await items.items.create({ id: 'a', pk: 'p', n: 1 });
      cosmos.faults.add({ effect: { kind: 'refuse', status: 503 }, method: 'GET', container: 'items' });
      assert.equal((await items.item('a', 'p').read()).resource?.n, 1);
    }),
  'a write that keeps meeting 449 reaches the application and has changed nothing': () =>
    withStandIn({ retryOptions: impatient }, async ({ cosmos, items }) => {
      cosmos.faults.add({
        effect: { kind: 'refuse', status: 449, retryAfterInMs: 1 },
        times: 100,
        container: 'items',
        method: 'POST',
      });
      await refused(449, items.items.create({ id: 'a', pk: 'p' }));
      cosmos.faults.clear();
      assert.ok(await isMissing(items.item('a', 'p').read()));
    }),
  'a dropped connection carries out nothing': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      cosmos.faults.add({ effect: { kind: 'drop-connection' }, times: 100, method: 'POST', container: 'items' });
      await assert.rejects(items.items.create({ id: 'a', pk: 'p' }));
      cosmos.faults.clear();
      assert.ok(await isMissing(items.item('a', 'p').read()));
    }),
  'a write whose answer is lost has happened': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      cosmos.faults.add({ effect: { kind: 'lose-answer' }, times: 100, method: 'POST', container: 'items' });
      await assert.rejects(items.items.create({ id: 'a', pk: 'p' }));
      cosmos.faults.clear();
      assert.equal((await items.item('a', 'p').read()).resource?.id, 'a');
    }),
  'a fault hits what it names alone': () =>
    withStandIn({ retryOptions: impatient }, async ({ cosmos, items }) => {
      cosmos.faults.add({ effect: { kind: 'refuse', status: 409 }, times: 100, match: 'unlucky' });
      await items.items.create({ id: 'lucky', pk: 'p' });
      await refused(409, items.items.create({ id: 'unlucky', pk: 'p' }));
    }),
  'in rough weather no query and no feed loses an item': () =>
    withStandIn(
      {
        roughWeather: { seed: 7 },
        retryOptions: { maxRetryAttemptCount: 20, fixedRetryIntervalInMilliseconds: 1, maxWaitTimeInSeconds: 30 },
      },
      async ({ items }) => {
        const ids = Array.from({ length: 20 }, (_, n) => `${n}`);
        for (const id of ids) await persistently(() => items.items.upsert({ id, pk: 'p' }));
        const found = await persistently(() =>
          items.items.query<string>('SELECT VALUE c.id FROM c ORDER BY c._ts', { partitionKey: 'p' }).fetchAll(),
        );
        assert.deepEqual(found.resources.toSorted(byNumber), ids);
        const iterator = items.items.getChangeFeedIterator<{ id: string }>({
          changeFeedStartFrom: ChangeFeedStartFrom.Beginning('p'),
        });
        const fed: string[] = [];
        for (;;) {
          const page = await persistently(() => iterator.readNext());
          if (page.statusCode === 304) break;
          fed.push(...page.result.map(({ id }) => id));
        }
        assert.deepEqual([...new Set(fed)].toSorted(byNumber), ids);
      },
    ),
});

const byNumber = (left: string, right: string) => Number(left) - Number(right);

/** Does what the SDK leaves to the application: writes that met 449 or 503 are tried again. */
async function persistently<T>(work: () => Promise<T>, attempts = 20): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (attempts === 0) throw error;
    return persistently(work, attempts - 1);
  }
}
