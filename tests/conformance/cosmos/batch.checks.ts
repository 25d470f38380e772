import assert from 'node:assert/strict';
import { BulkOperationType, type OperationInput } from '@azure/cosmos';
import { checks, isMissing } from './checks.ts';

const create = (id: string, pk: string, rest: Record<string, number> = {}): OperationInput => ({
  operationType: 'Create',
  resourceBody: { id, pk, ...rest },
});

export const batchChecks = checks('Transactional batch', {
  'a batch creates, upserts, reads, patches, replaces and deletes': async ({ items }) => {
    const { code, result } = await items.items.batch(
      [
        create('a', 'batch', { n: 1 }),
        { operationType: 'Upsert', resourceBody: { id: 'b', pk: 'batch', n: 2 } },
        { operationType: 'Read', id: 'a' },
        { operationType: 'Patch', id: 'b', resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] } },
        { operationType: 'Replace', id: 'a', resourceBody: { id: 'a', pk: 'batch', n: 10 } },
        create('c', 'batch'),
        { operationType: 'Delete', id: 'c' },
      ],
      'batch',
    );
    assert.equal(code, 200);
    assert.deepEqual(
      result?.map(({ statusCode }) => statusCode),
      [201, 201, 200, 200, 200, 201, 204],
    );
    assert.equal(result?.[2]?.resourceBody?.['n'], 1);
    assert.equal((await items.item('a', 'batch').read()).resource?.n, 10);
    assert.equal((await items.item('b', 'batch').read()).resource?.n, 3);
    assert.ok(await isMissing(items.item('c', 'batch').read()));
  },
  'a batch that fails changes nothing and says which operation failed': async ({ items }) => {
    await items.items.create({ id: 'taken', pk: 'batch-conflict' });
    const { result } = await items.items.batch(
      [create('new', 'batch-conflict'), create('taken', 'batch-conflict'), create('later', 'batch-conflict')],
      'batch-conflict',
    );
    assert.deepEqual(
      result?.map(({ statusCode }) => statusCode),
      [424, 409, 424],
    );
    assert.ok(await isMissing(items.item('new', 'batch-conflict').read()));
  },
  'a failed batch restores what it had replaced and deleted': async ({ items }) => {
    for (const id of ['a', 'b']) await items.items.create({ id, pk: 'batch-restore', n: 1 });
    const before = await items.item('a', 'batch-restore').read();
    await items.items.batch(
      [
        { operationType: 'Replace', id: 'a', resourceBody: { id: 'a', pk: 'batch-restore', n: 2 } },
        { operationType: 'Delete', id: 'b' },
        { operationType: 'Delete', id: 'absent' },
      ],
      'batch-restore',
    );
    assert.deepEqual((await items.item('a', 'batch-restore').read()).resource, before.resource);
    assert.equal((await items.item('b', 'batch-restore').read()).resource?.n, 1);
  },
  'an operation with an old etag fails the batch': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'batch-etag' });
    const replace: OperationInput = {
      operationType: 'Replace',
      id: 'a',
      ifMatch: '"old"',
      resourceBody: { id: 'a', pk: 'batch-etag' },
    };
    const { result } = await items.items.batch([create('b', 'batch-etag'), replace], 'batch-etag');
    assert.deepEqual(
      result?.map(({ statusCode }) => statusCode),
      [424, 412],
    );
  },
  'each operation of a batch tells its etag and its charge': async ({ items }) => {
    const { result, headers } = await items.items.batch(
      [create('a', 'batch-charge'), create('b', 'batch-charge')],
      'batch-charge',
    );
    const charges = result?.map(({ requestCharge }) => requestCharge) ?? [];
    assert.ok(charges.length === 2 && charges.every((charge) => charge > 0));
    assert.ok(result?.every(({ eTag }) => eTag));
    const total = Number(headers?.['x-ms-request-charge']);
    assert.ok(Math.abs(total - charges.reduce((sum, charge) => sum + charge, 0)) < 0.1, `the batch cost ${total}`);
  },
  'an item of another partition does not belong into a batch': async ({ items }) => {
    const { result } = await items.items.batch([create('a', 'elsewhere')], 'batch-foreign');
    assert.deepEqual(
      result?.map(({ statusCode }) => statusCode),
      [400],
    );
    assert.ok(await isMissing(items.item('a', 'elsewhere').read()));
  },
  'a batch without content answers no bodies': async ({ items }) => {
    const { result } = await items.items.batch([create('a', 'batch-minimal')], 'batch-minimal', {
      contentResponseOnWriteEnabled: false,
    });
    assert.deepEqual(
      result?.map(({ statusCode, resourceBody }) => [statusCode, resourceBody]),
      [[201, undefined]],
    );
  },
  'batches of one partition are isolated from each other': async ({ items }) => {
    await items.items.create({ id: 'counter', pk: 'batch-isolated', n: 0 });
    const increment: OperationInput = {
      operationType: 'Patch',
      id: 'counter',
      resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] },
    };
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        items.items.batch([increment, create(`${n}`, 'batch-isolated')], 'batch-isolated'),
      ),
    );
    assert.equal((await items.item('counter', 'batch-isolated').read()).resource?.n, 10);
  },
});

export const bulkChecks = checks('Bulk', {
  'bulk operations reach items of many partitions': async ({ items }) => {
    const results = await items.items.executeBulkOperations(
      Array.from({ length: 30 }, (_, n) => ({
        operationType: BulkOperationType.Create,
        partitionKey: `bulk${n % 3}`,
        resourceBody: { id: `${n}`, pk: `bulk${n % 3}`, n },
      })),
    );
    assert.deepEqual(new Set(results.map(({ response }) => response?.statusCode)), new Set([201]));
    assert.equal((await items.item('29', 'bulk2').read()).resource?.n, 29);
  },
  'bulk operations succeed and fail one by one': async ({ items }) => {
    await items.items.create({ id: 'taken', pk: 'bulk-single' });
    const results = await items.items.executeBulkOperations(
      ['free', 'taken', 'other'].map((id) => ({
        operationType: BulkOperationType.Create,
        partitionKey: 'bulk-single',
        resourceBody: { id, pk: 'bulk-single' },
      })),
    );
    assert.deepEqual(
      results.map(({ response, error }) => Number(response?.statusCode ?? error?.code)),
      [201, 409, 201],
    );
  },
  'bulk reads, patches and deletes': async ({ items }) => {
    await items.items.create({ id: 'a', pk: 'bulk-mixed', n: 1 });
    await items.items.create({ id: 'b', pk: 'bulk-mixed' });
    const results = await items.items.executeBulkOperations([
      { operationType: BulkOperationType.Read, partitionKey: 'bulk-mixed', id: 'a' },
      {
        operationType: BulkOperationType.Patch,
        partitionKey: 'bulk-mixed',
        id: 'a',
        resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] },
      },
      { operationType: BulkOperationType.Delete, partitionKey: 'bulk-mixed', id: 'b' },
    ]);
    assert.deepEqual(
      results.map(({ response }) => response?.statusCode),
      [200, 200, 204],
    );
    assert.equal((await items.item('a', 'bulk-mixed').read()).resource?.n, 2);
  },
  'each bulk operation tells its charge': async ({ items }) => {
    const results = await items.items.executeBulkOperations(
      ['a', 'b'].map((id) => ({
        operationType: BulkOperationType.Upsert,
        partitionKey: 'bulk-charge',
        resourceBody: { id, pk: 'bulk-charge' },
      })),
    );
    assert.ok(results.every(({ response }) => response && response.requestCharge > 0));
  },
  'bulk operations without content answer no bodies': async ({ items }) => {
    const operation = {
      operationType: BulkOperationType.Upsert,
      partitionKey: 'bulk-minimal',
      resourceBody: { id: 'a', pk: 'bulk-minimal' },
    };
    const [result] = await items.items.executeBulkOperations([operation], { contentResponseOnWriteEnabled: false });
    assert.deepEqual([result?.response?.statusCode, result?.response?.resourceBody], [201, undefined]);
  },
  'the older bulk call takes the partition from the item': async ({ items }) => {
    const results = await items.items.bulk([
      { operationType: 'Upsert', resourceBody: { id: 'a', pk: 'bulk-old', n: 1 } },
      { operationType: 'Read', id: 'a', partitionKey: 'bulk-old' },
      { operationType: 'Delete', id: 'a', partitionKey: 'bulk-old' },
    ]);
    assert.deepEqual(
      results.map(({ statusCode }) => statusCode),
      [201, 200, 204],
    );
  },
});
