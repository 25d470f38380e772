import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { documentsOf, keyed, openTestContainer, type Reply, type TestContainer } from './test-container.ts';

test('a batch sees its own writes', async () => {
  const things = await openTestContainer();
  const reply = await things.batch('p', [
    { operationType: 'Create', resourceBody: { id: 'a', pk: 'p', n: 1 } },
    { operationType: 'Patch', id: 'a', resourceBody: [{ op: 'incr', path: '/n', value: 1 }] },
    { operationType: 'Read', id: 'a' },
    { operationType: 'Delete', id: 'a' },
    { operationType: 'Create', resourceBody: { id: 'a', pk: 'p', n: 9 } },
  ]);
  expect(results(reply).map(({ statusCode }) => statusCode)).toEqual([201, 200, 200, 204, 201]);
  expect(results(reply)[2]).toMatchObject({ resourceBody: { n: 2 } });
  expect(await things.read('a', 'p')).toMatchObject({ body: { n: 9 } });
});

test('a batch costs the sum of its operations', async () => {
  const things = await openTestContainer();
  const creates = ['a', 'b', 'c'].map((id) => ({ operationType: 'Create', resourceBody: { id, pk: 'p' } }));
  const reply = await things.batch('p', creates);
  expect(results(reply).map(({ requestCharge }) => requestCharge)).toEqual([4.95, 4.95, 4.95]);
  expect(Number(reply.headers['x-ms-request-charge'])).toBeCloseTo(3 * 4.95);
});

test('a batch can leave out the bodies of what it wrote, not of what it read', async () => {
  const things = await openTestContainer();
  const operations = [
    { operationType: 'Create', resourceBody: { id: 'a', pk: 'p' } },
    { operationType: 'Read', id: 'a' },
  ];
  const [created, read] = results(await things.batch('p', operations, { prefer: 'return=minimal' }));
  expect(created).not.toHaveProperty('resourceBody');
  expect(read).toMatchObject({ resourceBody: { id: 'a' } });
});

test('bulk operations stand alone, each in the partition that it names', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p' });
  const operations = [
    { operationType: 'Create', partitionKey: '["p"]', resourceBody: { id: 'a', pk: 'p' } },
    { operationType: 'Create', partitionKey: '["q"]', resourceBody: { id: 'a', pk: 'q' } },
    { operationType: 'Delete', partitionKey: '["p"]', id: 'missing' },
  ];
  const bulk = { 'x-ms-cosmos-batch-atomic': 'false', 'x-ms-cosmos-batch-continue-on-error': 'true' };
  const reply = await things.batch('p', operations, bulk);
  expect(reply.status).toBe(207);
  expect(results(reply).map(({ statusCode }) => statusCode)).toEqual([409, 201, 404]);
});

test.each([
  ['more than 100 operations', Array.from({ length: 101 }, () => ({ operationType: 'Read', id: 'a' })), 400],
  [
    'more than 2 MB',
    [{ operationType: 'Create', resourceBody: { id: 'a', pk: 'p', pad: 'x'.repeat(2_097_152) } }],
    413,
  ],
  ['an operation that does not exist', [{ operationType: 'Truncate' }], 400],
  ['an operation that is no object', ['Read' as unknown as JsonObject], 400],
  ['an operation of another partition', [{ operationType: 'Read', id: 'a', partitionKey: '["q"]' }], 400],
  ['a read without an id', [{ operationType: 'Read' }], 400],
])('a batch with %s is refused as a whole', async (_, operations, status) => {
  const things = await openTestContainer();
  expect(await things.batch('p', operations)).toMatchObject({ status });
});

test('a transactional batch needs a partition key', async () => {
  const things = await openTestContainer();
  const headers = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };
  expect(await things.request('POST', `${things.path}/docs`, [], headers)).toMatchObject({ status: 400 });
});

const id = fc.constantFrom('a', 'b', 'c', 'd');
const email = fc.constantFrom('x', 'y', 'z');
const operation = fc.oneof(
  fc.record({ operationType: fc.constantFrom('Create', 'Upsert'), id, email }),
  fc.record({ operationType: fc.constant('Replace'), id, email }),
  fc.record({ operationType: fc.constantFrom('Read', 'Delete'), id }),
);

test('a batch happens as its operations one by one would, or leaves everything as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { minLength: 1, maxLength: 6 }), { maxLength: 8 }),
      async (batches) => {
        const unique = { uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] } };
        const together = await openTestContainer({}, unique);
        const oneByOne = await openTestContainer({}, unique);
        for (const operations of batches.map((each) => each.map(toBatchOperation))) {
          const before = await contents(together);
          const statuses = results(await together.batch('p', operations)).map(({ statusCode }) => statusCode);
          const failed = statuses.findIndex((status) => Number(status) >= 400 && status !== 424);
          if (failed >= 0) {
            expect(statuses).toEqual(statuses.map((status, at) => (at === failed ? status : 424)));
            expect(await contents(together)).toEqual(before);
            continue;
          }
          const alone = [];
          for (const each of operations) alone.push((await apply(oneByOne, each)).status);
          expect(statuses).toEqual(alone);
          expect(await contents(together)).toEqual(await contents(oneByOne));
        }
      },
    ),
    { numRuns: 60 },
  );
});

interface BatchOperation extends JsonObject {
  readonly operationType: string;
  readonly id: string;
}

function toBatchOperation({
  operationType,
  id,
  ...rest
}: {
  operationType: string;
  id: string;
  email?: string;
}): BatchOperation {
  return { operationType, id, ...('email' in rest && { resourceBody: { id, pk: 'p', email: rest.email ?? '' } }) };
}

function apply(things: TestContainer, { operationType, id, resourceBody }: BatchOperation): Promise<Reply> {
  const body = { id, pk: 'p', ...(resourceBody as JsonObject | undefined) };
  switch (operationType) {
    case 'Create':
      return things.create(body, keyed('p'));
    case 'Upsert':
      return things.upsert(body, keyed('p'));
    case 'Replace':
      return things.replace(body, keyed('p'));
    case 'Delete':
      return things.remove(id, 'p');
    default:
      return things.read(id, 'p');
  }
}

async function contents(things: TestContainer): Promise<readonly unknown[]> {
  const reply = await things.query('SELECT c.id, c.email FROM c ORDER BY c.id');
  return documentsOf(reply);
}

const results = ({ body }: Reply) => body as unknown as readonly JsonObject[];
