import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentsOf, keyed, openTestContainer, type TestContainer } from './test-container.ts';

async function tenThings(): Promise<TestContainer> {
  const things = await openTestContainer();
  for (let n = 0; n < 10; n++)
    await things.create({ id: `t${n}`, pk: n % 2 ? 'odd' : 'even', n, tags: ['x', 'y'].slice(n % 2) });
  return things;
}

const QUERIES = [
  'SELECT * FROM c',
  'SELECT VALUE c.n FROM c WHERE c.n > 3',
  'SELECT VALUE c.n FROM c ORDER BY c.n DESC',
  'SELECT VALUE t FROM c JOIN t IN c.tags',
  'SELECT VALUE t FROM t IN c.tags',
  'SELECT DISTINCT VALUE c.pk FROM c',
  'SELECT VALUE COUNT(1) FROM c',
  'SELECT TOP 4 VALUE c.n FROM c',
  'SELECT VALUE c.n FROM c OFFSET 2 LIMIT 5',
  'SELECT c.pk, SUM(c.n) AS total FROM c GROUP BY c.pk',
];

test('the pages of a query together are its result, whatever their size', async () => {
  const things = await tenThings();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...QUERIES), fc.integer({ min: 1, max: 12 }), async (query, size) => {
      const whole = documentsOf(await things.query(query));
      expect(await allPages(things, query, size)).toEqual(whole);
    }),
  );
});

test('documents written and removed between two pages shift nothing', async () => {
  const things = await tenThings();
  const query = 'SELECT VALUE c.id FROM c';
  const first = await things.query(query, { 'x-ms-max-item-count': '4' });
  await things.remove('t0', 'even');
  await things.upsert({ id: 't1', pk: 'odd', n: 100 });
  await things.create({ id: 'new', pk: 'odd' });
  const continuation = { 'x-ms-continuation': first.headers['x-ms-continuation'] ?? '' };
  expect(documentsOf(await things.query(query, continuation))).toEqual(['t4', 't5', 't6', 't7', 't8', 't9', 'new']);
});

test.each(['SELECT * FROM c', 'SELECT * FROM c ORDER BY c.n', undefined])(
  'a page of %s is full with 4 MB, however many items are asked for',
  async (query) => {
    const things = await openTestContainer();
    const pad = 'x'.repeat(1_500_000);
    for (let n = 0; n < 4; n++) await things.create({ id: `t${n}`, pk: 'p', n, pad });
    const read = (headers: Readonly<Record<string, string>>) =>
      query === undefined
        ? things.request('GET', `${things.path}/docs`, undefined, headers)
        : things.query(query, headers);
    const first = await read({ 'x-ms-max-item-count': '-1' });
    const second = await read({ 'x-ms-continuation': first.headers['x-ms-continuation'] ?? '' });
    expect([first, second].map((page) => documentsOf(page).map(({ n }) => n))).toEqual([[0, 1, 2], [3]]);
  },
);

test('a page of a seeded rough weather may be short or empty, and nothing is lost', async () => {
  const things = await openTestContainer({ roughWeather: { seed: 7 } });
  for (let n = 0; n < 30; n++) while ((await things.upsert({ id: `t${n}`, pk: 'p', n })).status >= 400);
  const sizes: number[] = [];
  expect(await allPages(things, 'SELECT VALUE c.n FROM c', 2, sizes)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  expect(sizes).toContain(0);
});

test.each([
  ['made up', Buffer.from('{"afterRows":1}').toString('base64')],
  ['of no sense', '%%%'],
  ['of another kind', Buffer.from('[]').toString('base64')],
])('a continuation token that is %s is refused', async (_, token) => {
  const things = await tenThings();
  const reply = await things.query('SELECT * FROM c', { 'x-ms-continuation': token });
  expect(reply).toMatchObject({ status: 400, body: { message: 'Invalid Continuation Token' } });
});

test('a continuation token is good for its own query alone', async () => {
  const things = await tenThings();
  const first = await things.query('SELECT * FROM c', { 'x-ms-max-item-count': '1' });
  const continuation = { 'x-ms-continuation': first.headers['x-ms-continuation'] ?? '' };
  expect(await things.query('SELECT c.id FROM c', continuation)).toMatchObject({ status: 400 });
  expect(await things.query('SELECT * FROM c', { ...continuation, ...keyed('odd') })).toMatchObject({ status: 400 });
});

test.each(['0', '-2', '1.5', 'all'])('a page size of %s is refused', async (size) => {
  const things = await tenThings();
  expect(await things.query('SELECT * FROM c', { 'x-ms-max-item-count': size })).toMatchObject({ status: 400 });
});

test('an order of several paths is served from a composite index, in its order or wholly reversed', async () => {
  const paths = [
    { path: '/a', order: 'ascending' },
    { path: '/b', order: 'descending' },
  ];
  const things = await openTestContainer({}, { indexingPolicy: { compositeIndexes: [paths] } });
  const statusOf = async (order: string) => (await things.query(`SELECT * FROM c ORDER BY ${order}`)).status;
  expect(await statusOf('c.a ASC, c.b DESC')).toBe(200);
  expect(await statusOf('c.a DESC, c.b ASC')).toBe(200);
  expect(await statusOf('c.a ASC, c.b ASC')).toBe(400);
  expect(await statusOf('c.b DESC, c.a ASC')).toBe(400);
});

test('a mistake in a query is answered with its place', async () => {
  const things = await tenThings();
  const reply = await things.query('SELEC * FROM c');
  expect(reply).toMatchObject({ status: 400, body: { code: 'BadRequest' } });
  expect(reply.body['message']).toContain('"location":{"start":0');
});

test('a query without a partition key is listed once, and how often it ran', async () => {
  const things = await tenThings();
  await things.query('SELECT * FROM c');
  await things.query('SELECT * FROM c');
  await things.query('SELECT * FROM c', keyed('odd'));
  expect(things.cosmos.crossPartitionQueries).toEqual([{ container: 'things', query: 'SELECT * FROM c', times: 2 }]);
});

test('a query costs what it puts out, not what it passes over', async () => {
  const things = await tenThings();
  const chargeOf = async (query: string) => Number((await things.query(query)).headers['x-ms-request-charge']);
  expect(await chargeOf('SELECT * FROM c WHERE c.n = 1')).toBe(2.8);
  expect(await chargeOf('SELECT * FROM c WHERE c.n = -1')).toBe(2.8);
});

async function allPages(things: TestContainer, query: string, size: number, sizes: number[] = []) {
  const rows: unknown[] = [];
  let continuation: string | undefined;
  do {
    const paging = continuation === undefined ? {} : { 'x-ms-continuation': continuation };
    const page = await things.query(query, { 'x-ms-max-item-count': String(size), ...paging });
    if (page.status !== 200) continue; // rough weather: ask again
    expect(documentsOf(page).length).toBeLessThanOrEqual(size);
    rows.push(...documentsOf(page));
    sizes.push(documentsOf(page).length);
    continuation = page.headers['x-ms-continuation'];
    if (continuation === undefined) return rows;
  } while (rows.length < 1_000);
  throw new Error('The pages do not end.');
}
