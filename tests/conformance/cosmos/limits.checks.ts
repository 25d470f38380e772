import assert from 'node:assert/strict';
import { checks, refused } from './checks.ts';

export const limitChecks = checks('Keys, ids and limits', {
  'partition keys may be strings, numbers, booleans and null': async ({ items }) => {
    for (const pk of ['text', 17.5, true, null]) {
      await items.items.create({ id: 'typed', pk });
      assert.equal((await items.item('typed', pk).read()).resource?.pk, pk);
    }
  },
  'the number 1 and the text "1" are different partitions': async ({ items }) => {
    await items.items.create({ id: 'one', pk: 1, n: 1 });
    await items.items.create({ id: 'one', pk: '1', n: 2 });
    assert.equal((await items.item('one', 1).read()).resource?.n, 1);
    assert.equal((await items.item('one', '1').read()).resource?.n, 2);
  },
  'items without the partition key property share a partition': async ({ items }) => {
    await items.items.create({ id: 'keyless', n: 1 });
    const { resources } = await items.items
      .query("SELECT * FROM c WHERE c.id = 'keyless'", { partitionKey: {} })
      .fetchAll();
    assert.equal(resources.length, 1);
  },
  'ids may hold blanks, punctuation and any script': async ({ items }) => {
    for (const id of ['a b', 'x:y@z', 'ü+&=', '設備-1', "it's"]) {
      await items.items.create({ id, pk: 'odd ü' });
      assert.equal((await items.item(id, 'odd ü').read()).resource?.id, id);
      await items.item(id, 'odd ü').delete();
    }
  },
  'ids of 255 characters are accepted, longer ones refused': async ({ items }) => {
    await items.items.create({ id: 'i'.repeat(255), pk: 'long' });
    await refused(400, items.items.create({ id: 'i'.repeat(256), pk: 'long' }));
  },
  'partition keys over 2 KB are refused': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'k'.repeat(2_000) });
    await refused(400, items.items.create({ id: 'a', pk: 'k'.repeat(2_049) }));
  },
  'items over 2 MB are refused with 413': async ({ items }) => {
    await refused(413, items.items.create({ id: 'big', pk: 'big', text: 'x'.repeat(2 * 1024 * 1024) }));
  },
  'items just under 2 MB are accepted': async ({ items }) => {
    await items.items.create({ id: 'large', pk: 'big', text: 'x'.repeat(2 * 1024 * 1024 - 2_000) });
    assert.equal((await items.item('large', 'big').delete()).statusCode, 204);
  },
  'an upsert of an item over 2 MB leaves the old one': async ({ items }) => {
    await items.items.create({ id: 'kept', pk: 'big', n: 1 });
    await refused(413, items.items.upsert({ id: 'kept', pk: 'big', text: 'x'.repeat(2 * 1024 * 1024) }));
    assert.equal((await items.item('kept', 'big').read()).resource?.n, 1);
  },
  'a batch over 2 MB is refused whole': async ({ items }) => {
    const text = 'x'.repeat(300_000);
    const operations = Array.from({ length: 8 }, (_, n) => ({
      operationType: 'Create' as const,
      resourceBody: { id: `${n}`, pk: 'heavy', text },
    }));
    await assert.rejects(items.items.batch(operations, 'heavy'), /too large/i);
    assert.deepEqual((await items.items.readAll({ partitionKey: 'heavy' }).fetchAll()).resources, []);
  },
  'a patch of more than 10 operations is refused': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'eleven' });
    const operations = Array.from({ length: 11 }, (_, n) => ({ op: 'set' as const, path: `/p${n}`, value: n }));
    await refused(400, items.item('a', 'eleven').patch(operations));
  },
});
