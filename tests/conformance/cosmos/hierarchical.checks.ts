import assert from 'node:assert/strict';
import { BulkOperationType, ChangeFeedStartFrom, type Container } from '@azure/cosmos';
import { checks, isMissing, refused } from './checks.ts';

/** One item for each user of a tenant. */
async function settle(container: Container, tenant: string, users: readonly string[]): Promise<void> {
  for (const user of users) await container.items.create({ id: user, tenant, user });
}

async function usersOf(container: Container, query: string, partitionKey: string[]): Promise<string[]> {
  return (await container.items.query<string>(query, { partitionKey }).fetchAll()).resources;
}

export const hierarchicalChecks = checks('Hierarchical partition keys', {
  'an item is read by all parts of its key': async ({ hierarchical }) => {
    await settle(hierarchical, 'read', ['u', 'v']);
    assert.equal((await hierarchical.item('v', ['read', 'v']).read()).resource?.user, 'v');
    assert.ok(await isMissing(hierarchical.item('v', ['read', 'u']).read()));
  },
  'an item is replaced, patched and deleted by all parts of its key': async ({ hierarchical }) => {
    await settle(hierarchical, 'write', ['u']);
    const item = hierarchical.item('u', ['write', 'u']);
    await item.replace({ id: 'u', tenant: 'write', user: 'u', n: 1 });
    assert.equal((await item.patch([{ op: 'incr', path: '/n', value: 1 }])).resource?.n, 2);
    await item.delete();
    assert.ok(await isMissing(item.read()));
  },
  'a query of the whole key sees one partition': async ({ hierarchical }) => {
    await settle(hierarchical, 'whole', ['u', 'v']);
    assert.deepEqual(await usersOf(hierarchical, 'SELECT VALUE c.user FROM c', ['whole', 'u']), ['u']);
  },
  'a query of a prefix sees all partitions below it': async ({ hierarchical }) => {
    await settle(hierarchical, 'prefix', ['u', 'v']);
    await settle(hierarchical, 'prefix-other', ['w']);
    assert.deepEqual((await usersOf(hierarchical, 'SELECT VALUE c.user FROM c', ['prefix'])).sort(), ['u', 'v']);
  },
  'a query of a prefix is ordered over its partitions': async ({ hierarchical }) => {
    await settle(hierarchical, 'ordered', ['b', 'c', 'a']);
    assert.deepEqual(await usersOf(hierarchical, 'SELECT VALUE c.user FROM c ORDER BY c.user DESC', ['ordered']), [
      'c',
      'b',
      'a',
    ]);
  },
  'a batch runs within the whole key': async ({ hierarchical }) => {
    const create = { operationType: 'Create' as const, resourceBody: { id: 'a', tenant: 'batch', user: 'u' } };
    const { result } = await hierarchical.items.batch([create], ['batch', 'u']);
    assert.deepEqual(
      result?.map(({ statusCode }) => statusCode),
      [201],
    );
    assert.equal((await hierarchical.item('a', ['batch', 'u']).read()).resource?.user, 'u');
  },
  'bulk operations carry whole keys': async ({ hierarchical }) => {
    const results = await hierarchical.items.executeBulkOperations(
      ['u', 'v'].map((user) => ({
        operationType: BulkOperationType.Upsert,
        partitionKey: ['bulk', user],
        resourceBody: { id: user, tenant: 'bulk', user },
      })),
    );
    assert.deepEqual(
      results.map(({ response }) => response?.statusCode),
      [201, 201],
    );
  },
  'the change feed follows a prefix': async ({ hierarchical }) => {
    await settle(hierarchical, 'feed', ['u', 'v']);
    await settle(hierarchical, 'feed-other', ['w']);
    const iterator = hierarchical.items.getChangeFeedIterator<{ user: string }>({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(['feed']),
    });
    assert.deepEqual(
      (await iterator.readNext()).result.map(({ user }) => user),
      ['u', 'v'],
    );
  },
  'parts of a key cannot be changed': async ({ hierarchical }) => {
    await settle(hierarchical, 'fixed', ['u']);
    await refused(400, hierarchical.item('u', ['fixed', 'u']).replace({ id: 'u', tenant: 'fixed', user: 'v' }));
  },
});
