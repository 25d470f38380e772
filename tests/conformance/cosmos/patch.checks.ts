import assert from 'node:assert/strict';
import type { Container, PatchRequestBody } from '@azure/cosmos';
import { checks, refused } from './checks.ts';

async function patched(
  container: Container,
  pk: string,
  before: object,
  body: PatchRequestBody,
): Promise<Record<string, unknown>> {
  await container.items.create({ id: 'a', pk, ...before });
  await container.item('a', pk).patch(body);
  return (await container.item('a', pk).read()).resource ?? {};
}

export const patchChecks = checks('Partial update', {
  'add and set make or replace a property': async ({ items }) => {
    const item = await patched(items, 'patch-set', { n: 1 }, [
      { op: 'add', path: '/added', value: { z: 1 } },
      { op: 'set', path: '/n', value: 2 },
      { op: 'set', path: '/added/y', value: [1] },
    ]);
    assert.deepEqual([item['n'], item['added']], [2, { z: 1, y: [1] }]);
  },
  'replace changes what is there': async ({ items }) => {
    const item = await patched(items, 'patch-replace', { o: { z: 1 } }, [{ op: 'replace', path: '/o/z', value: 2 }]);
    assert.deepEqual(item['o'], { z: 2 });
  },
  'remove takes a property away': async ({ items }) => {
    const item = await patched(items, 'patch-remove', { o: 1, kept: 2 }, [{ op: 'remove', path: '/o' }]);
    assert.deepEqual([item['o'], item['kept']], [undefined, 2]);
  },
  'increment adds to a number, or starts one': async ({ items }) => {
    const item = await patched(items, 'patch-incr', { n: 1 }, [
      { op: 'incr', path: '/n', value: 5 },
      { op: 'incr', path: '/n', value: -1.5 },
      { op: 'incr', path: '/fresh', value: 3 },
    ]);
    assert.deepEqual([item['n'], item['fresh']], [4.5, 3]);
  },
  'arrays grow at the end and in the middle': async ({ items }) => {
    const item = await patched(items, 'patch-array', { tags: ['a', 'c'] }, [
      { op: 'add', path: '/tags/-', value: 'd' },
      { op: 'add', path: '/tags/1', value: 'b' },
      { op: 'set', path: '/tags/0', value: 'A' },
      { op: 'remove', path: '/tags/3' },
    ]);
    assert.deepEqual(item['tags'], ['A', 'b', 'c']);
  },
  'a patch answers the whole item with a new etag': async ({ items }) => {
    const { resource: before } = await items.items.create({ id: 'a', pk: 'patch-answer', n: 1, kept: true });
    const { resource: after } = await items.item('a', 'patch-answer').patch([{ op: 'incr', path: '/n', value: 1 }]);
    assert.deepEqual([after?.n, after?.kept], [2, true]);
    assert.notEqual(after?._etag, before?._etag);
  },
  'a patch whose condition holds is done': async ({ items }) => {
    const item = await patched(
      items,
      'patch-if',
      { n: 1 },
      {
        condition: "FROM c WHERE c.n = 1 AND c.pk = 'patch-if'",
        operations: [{ op: 'set', path: '/n', value: 2 }],
      },
    );
    assert.equal(item['n'], 2);
  },
  'a patch whose condition does not hold fails with 412': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'patch-unless', n: 1 });
    const body: PatchRequestBody = {
      condition: 'FROM c WHERE c.n = 99',
      operations: [{ op: 'set', path: '/n', value: 0 }],
    };
    await refused(412, items.item('a', 'patch-unless').patch(body));
    assert.equal((await items.item('a', 'patch-unless').read()).resource?.n, 1);
  },
  'a patch is done whole or not at all': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'patch-whole', n: 1 });
    const operations: PatchRequestBody = [
      { op: 'incr', path: '/n', value: 1 },
      { op: 'replace', path: '/absent', value: 1 },
    ];
    await refused(400, items.item('a', 'patch-whole').patch(operations));
    assert.equal((await items.item('a', 'patch-whole').read()).resource?.n, 1);
  },
  'text cannot be incremented, absent properties cannot be removed': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'patch-wrong', text: 'x' });
    await refused(400, items.item('a', 'patch-wrong').patch([{ op: 'incr', path: '/text', value: 1 }]));
    await refused(400, items.item('a', 'patch-wrong').patch([{ op: 'remove', path: '/absent' }]));
  },
  'a patch cannot change id or partition key': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'patch-fixed' });
    await refused(400, items.item('a', 'patch-fixed').patch([{ op: 'set', path: '/id', value: 'b' }]));
    await refused(400, items.item('a', 'patch-fixed').patch([{ op: 'set', path: '/pk', value: 'other' }]));
  },
  'what is not there cannot be patched': async ({ items }) => {
    await refused(404, items.item('nobody', 'patch-absent').patch([{ op: 'set', path: '/n', value: 1 }]));
  },
});
