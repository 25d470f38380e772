import assert from 'node:assert/strict';
import type { Container } from '@azure/cosmos';
import { checks, isMissing, refused } from './checks.ts';

export const itemChecks = checks('Items', {
  'a created item carries etag, timestamp and resource id': async ({ items }) => {
    const { resource, statusCode } = await items.items.create({ id: 'a', pk: 'created', n: 1 });
    assert.equal(statusCode, 201);
    assert.equal(resource?.n, 1);
    assert.match(resource?._etag ?? '', /^".+"$/);
    assert.ok(Number.isInteger(resource?._ts) && resource?._rid && resource._self);
  },
  'an id is made for an item without one': async ({ items }) => {
    const { resource } = await items.items.create({ pk: 'unnamed' });
    assert.equal(typeof resource?.id, 'string');
  },
  'a second item of the same id in a partition is a conflict': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'conflict' });
    await refused(409, items.items.create({ id: 'a', pk: 'conflict' }));
  },
  'partitions may hold items of the same id': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'first', n: 1 });
    await items.items.create({ id: 'a', pk: 'second', n: 2 });
    assert.equal((await items.item('a', 'first').read()).resource?.n, 1);
    assert.equal((await items.item('a', 'second').read()).resource?.n, 2);
  },
  'an item is not found in another partition, nor under another id': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'here' });
    assert.ok(await isMissing(items.item('a', 'there').read()));
    assert.ok(await isMissing(items.item('b', 'here').read()));
  },
  'an upsert creates, then replaces': async ({ items }) => {
    assert.equal((await items.items.upsert({ id: 'a', pk: 'upsert', n: 1 })).statusCode, 201);
    assert.equal((await items.items.upsert({ id: 'a', pk: 'upsert', n: 2 })).statusCode, 200);
    assert.equal((await items.item('a', 'upsert').read()).resource?.n, 2);
  },
  'a replaced item has a new etag and none of its old properties': async ({ items }) => {
    const { resource: before } = await items.items.create({ id: 'a', pk: 'replace', old: true });
    const { resource: after } = await items.item('a', 'replace').replace({ id: 'a', pk: 'replace', n: 3 });
    assert.notEqual(after?._etag, before?._etag);
    assert.equal(after?._rid, before?._rid);
    assert.deepEqual([after?.['n'], after?.['old']], [3, undefined]);
  },
  'what is not there can be neither replaced nor deleted': async ({ items }) => {
    await refused(404, items.item('a', 'absent').replace({ id: 'a', pk: 'absent' }));
    await refused(404, items.item('a', 'absent').delete());
  },
  'a deleted item is gone': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'delete' });
    assert.equal((await items.item('a', 'delete').delete()).statusCode, 204);
    assert.ok(await isMissing(items.item('a', 'delete').read()));
  },
  'a replace cannot change the id': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'fixed-id' });
    await refused(400, items.item('a', 'fixed-id').replace({ id: 'b', pk: 'fixed-id' }));
  },
  'a replace cannot change the partition key': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'fixed-key' });
    await refused(400, items.item('a', 'fixed-key').replace({ id: 'a', pk: 'another' }));
  },
  'all items of a partition are read': async ({ items }) => {
    for (const id of ['a', 'b', 'c']) await items.items.create({ id, pk: 'all' });
    const { resources } = await items.items.readAll({ partitionKey: 'all' }).fetchAll();
    assert.deepEqual(
      resources.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
  },
  'answers tell request charge, session token, activity and etag': async ({ items }) => {
    const { requestCharge, headers, etag, resource } = await items.items.create({ id: 'a', pk: 'headers' });
    assert.ok(requestCharge > 0);
    assert.ok(headers['x-ms-session-token'] && headers['x-ms-activity-id']);
    assert.equal(etag, resource?._etag);
  },
  'the session token of a write can be read with': async ({ items }) => {
    const { headers } = await items.items.create({ id: 'a', pk: 'session', n: 1 });
    const sessionToken = String(headers['x-ms-session-token']);
    assert.equal((await items.item('a', 'session').read({ sessionToken })).resource?.n, 1);
  },
  'all JSON values come back as they were written': async ({ items }) => {
    const values = {
      text: 'äöü €😀\u0000',
      zero: 0,
      negative: -1.5e-7,
      large: 2 ** 53,
      yes: true,
      nothing: null,
      list: [[], {}],
      __proto: 1,
    };
    await items.items.create({ id: 'a', pk: 'values', values });
    assert.deepEqual((await items.item('a', 'values').read()).resource?.values, values);
  },
});

const ifMatch = (condition: string) => ({ accessCondition: { type: 'IfMatch', condition } });

async function etagOf(container: Container, pk: string): Promise<string> {
  const { resource } = await container.items.create({ id: 'a', pk, n: 1 });
  return resource?._etag ?? '';
}

export const concurrencyChecks = checks('Optimistic concurrency', {
  'a replace with the current etag succeeds, with an old one it fails': async ({ items }) => {
    const etag = await etagOf(items, 'if-replace');
    const item = items.item('a', 'if-replace');
    await item.replace({ id: 'a', pk: 'if-replace', n: 2 }, ifMatch(etag));
    await refused(412, item.replace({ id: 'a', pk: 'if-replace', n: 3 }, ifMatch(etag)));
    assert.equal((await item.read()).resource?.n, 2);
  },
  'an upsert with an old etag fails': async ({ items }) => {
    await etagOf(items, 'if-upsert');
    await refused(412, items.items.upsert({ id: 'a', pk: 'if-upsert', n: 2 }, ifMatch('"old"')));
  },
  'a delete with an old etag fails, with the current one it succeeds': async ({ items }) => {
    const etag = await etagOf(items, 'if-delete');
    await refused(412, items.item('a', 'if-delete').delete(ifMatch('"old"')));
    await items.item('a', 'if-delete').delete(ifMatch(etag));
  },
  'a patch with an old etag fails': async ({ items }) => {
    await etagOf(items, 'if-patch');
    await refused(412, items.item('a', 'if-patch').patch([{ op: 'set', path: '/n', value: 0 }], ifMatch('"old"')));
  },
  'of writers with the same etag exactly one succeeds': async ({ items }) => {
    const etag = await etagOf(items, 'if-race');
    const writes = Array.from({ length: 8 }, (_, n) =>
      items.item('a', 'if-race').replace({ id: 'a', pk: 'if-race', n }, ifMatch(etag)),
    );
    const outcomes = await Promise.allSettled(writes);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  },
  'a read of an unchanged item answers 304': async ({ items }) => {
    const etag = await etagOf(items, 'if-none');
    const { statusCode } = await items
      .item('a', 'if-none')
      .read({ accessCondition: { type: 'IfNoneMatch', condition: etag } });
    assert.equal(statusCode, 304);
  },
  'a read of a changed item answers the item': async ({ items }) => {
    await etagOf(items, 'if-changed');
    const { resource } = await items
      .item('a', 'if-changed')
      .read({ accessCondition: { type: 'IfNoneMatch', condition: '"old"' } });
    assert.equal(resource?.n, 1);
  },
});
