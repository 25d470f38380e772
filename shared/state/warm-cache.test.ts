import { expect, test } from 'vitest';
import { EMPTY_CHAIN } from './audit-chain.ts';
import type { Partition } from './documents.ts';
import { type Known, warmCache } from './warm-cache.ts';

function known(partition: Partition, size = 1): Known<unknown> {
  const data = { text: 'x'.repeat(size) };
  const document = {
    id: 'state',
    kind: 'state',
    type: 'device',
    schemaVersion: 1,
    version: 1,
    audit: EMPTY_CHAIN,
    data,
  } as const;
  return { document: { ...partition, ...document }, state: data, etag: '"1"' };
}

test('aggregates of two tenants never stand for each other, whatever their names', () => {
  const cache = warmCache();
  const one = { tenantId: 'a', aggregate: 'b:c' };
  cache.set(one, known(one));
  expect(cache.get({ tenantId: 'a', aggregate: 'b:c' })).toEqual(known(one));
  expect(cache.get({ tenantId: 'a b', aggregate: ':c' })).toBeUndefined();
  expect(cache.get({ tenantId: 'b', aggregate: 'b:c' })).toBeUndefined();
});

test('the cache is bounded by number, and keeps nothing huge', () => {
  const cache = warmCache();
  const partition = (n: number) => ({ tenantId: 'contoso', aggregate: `device:${n}` });
  for (let n = 0; n <= 5_000; n++) cache.set(partition(n), known(partition(n)));
  expect(cache.get(partition(0))).toBeUndefined();
  expect(cache.get(partition(5_000))).toBeDefined();
  cache.set(partition(1), known(partition(1), 300_000));
  expect(cache.get(partition(1))).toBeUndefined();
});
