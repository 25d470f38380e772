import { expect, test } from 'vitest';
import { keyed, openTestContainer } from './test-container.ts';

test('a document is answered with its system properties, whatever values the client sent for them', async () => {
  const things = await openTestContainer({ clock: { now: () => 5_000 } });
  const { body, headers } = await things.create({ id: 'a', pk: 'p', _etag: 'mine', _ts: 1 });
  expect(body).toMatchObject({ id: 'a', pk: 'p', _ts: 5, _etag: headers['etag'], _rid: expect.any(String) });
  expect(await things.read('a', 'p')).toMatchObject({ status: 200, body });
});

test('each version has a tag of its own', async () => {
  const things = await openTestContainer({ clock: { now: () => 0 } });
  const tags = [];
  for (let n = 0; n < 5; n++) tags.push((await things.upsert({ id: 'a', pk: 'p' })).headers['etag']);
  await things.remove('a', 'p');
  tags.push((await things.create({ id: 'a', pk: 'p' })).headers['etag']);
  expect(new Set(tags).size).toBe(6);
});

test('a write with the tag of an earlier version changes nothing', async () => {
  const things = await openTestContainer();
  const old = { 'if-match': (await things.create({ id: 'a', pk: 'p', n: 1 })).headers['etag'] ?? '' };
  await things.upsert({ id: 'a', pk: 'p', n: 2 });
  const replies = [
    await things.upsert({ id: 'a', pk: 'p', n: 3 }, old),
    await things.replace({ id: 'a', pk: 'p', n: 3 }, old),
    await things.patch('a', 'p', [{ op: 'set', path: '/n', value: 3 }], old),
    await things.remove('a', 'p', old),
  ];
  expect(replies.map(({ status }) => status)).toEqual([412, 412, 412, 412]);
  expect(await things.read('a', 'p')).toMatchObject({ body: { n: 2 } });
});

test('a read with the present tag is answered 304 without a body', async () => {
  const things = await openTestContainer();
  const tag = (await things.create({ id: 'a', pk: 'p' })).headers['etag'] ?? '';
  expect(await things.read('a', 'p', { 'if-none-match': tag })).toMatchObject({ status: 304, body: {} });
});

test('a client may ask for no body after a write', async () => {
  const things = await openTestContainer();
  const reply = await things.create({ id: 'a', pk: 'p' }, { prefer: 'return=minimal' });
  expect(reply).toMatchObject({ status: 201, body: {}, headers: { etag: expect.any(String) } });
});

test('id and partition key stay for life', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p' });
  const replace = (body: { id: string; pk: string }) =>
    things.request('PUT', `${things.path}/docs/a`, body, keyed('p'));
  expect(await replace({ id: 'b', pk: 'p' })).toMatchObject({ status: 400 });
  expect(await replace({ id: 'a', pk: 'q' })).toMatchObject({ status: 400, headers: { 'x-ms-substatus': '1001' } });
  for (const path of ['/id', '/pk', '/_ts'])
    expect(await things.patch('a', 'p', [{ op: 'set', path, value: 'q' }])).toMatchObject({ status: 400 });
});

test('a patch applies only where its condition holds', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p', n: 1 });
  const patch = (n: number) => ({
    condition: `FROM c WHERE c.n = ${n}`,
    operations: [{ op: 'incr', path: '/n', value: 1 }],
  });
  expect(await things.patch('a', 'p', patch(5))).toMatchObject({ status: 412 });
  expect(await things.patch('a', 'p', patch(1))).toMatchObject({ status: 200, body: { n: 2 } });
});

test('two documents of a partition cannot share a unique key, of different partitions they can', async () => {
  const uniqueKeys = [{ paths: ['/email'] }, { paths: ['/first', '/last'] }];
  const things = await openTestContainer({}, { uniqueKeyPolicy: { uniqueKeys } });
  const create = async (id: string, pk: string, rest: object) => (await things.create({ id, pk, ...rest })).status;
  expect(await create('1', 'p', { email: 'x', first: 'A', last: 'B' })).toBe(201);
  expect(await create('2', 'p', { email: 'x', first: 'A', last: 'C' })).toBe(409);
  expect(await create('2', 'p', { email: 'y', first: 'A', last: 'B' })).toBe(409);
  expect(await create('2', 'q', { email: 'x', first: 'A', last: 'B' })).toBe(201);
  expect(await create('3', 'p', { email: 'z', first: 'A', last: 'D' })).toBe(201);
  await things.upsert({ id: '1', pk: 'p', email: 'new', first: 'A', last: 'B' });
  expect(await create('4', 'p', { email: 'x', first: 'A', last: 'E' })).toBe(201);
});

const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });

test.each<[string, object, number]>([
  ['no id', { id: undefined }, 400],
  ['an id that is a number', { id: 1 }, 400],
  ['an empty id', { id: '' }, 400],
  ['an id of 256 characters', { id: 'x'.repeat(256) }, 400],
  ['an id with a slash', { id: 'a/b' }, 400],
  ['an id with a backslash', { id: 'a\\b' }, 400],
  ['an id with a number sign', { id: 'a#b' }, 400],
  ['an id that ends with a blank', { id: 'a ' }, 400],
  ['a time to live of zero', { ttl: 0 }, 400],
  ['a time to live of null', { ttl: null }, 400],
  ['a time to live that is a text', { ttl: '1' }, 400],
  ['a partition key above 2 KB', { pk: 'ü'.repeat(1_025) }, 400],
  ['a partition key that is an object', { pk: { a: 1 } }, 400],
  ['more than 128 levels', deep(129), 400],
  ['more than 2 MB', { pad: 'x'.repeat(2_097_152) }, 413],
])('a document with %s is refused', async (_, fault, status) => {
  const things = await openTestContainer();
  expect(await things.create({ id: 'a', pk: 'p', ...fault })).toMatchObject({ status });
});

test('a document may have an id and a partition key of the greatest length', async () => {
  const things = await openTestContainer();
  const [id, pk] = ['ü'.repeat(255), 'x'.repeat(2_048)];
  expect(await things.create({ id, pk })).toMatchObject({ status: 201 });
  expect(await things.read(id, pk)).toMatchObject({ status: 200 });
});

test.each([
  ['an object as text', '"{}"'],
  ['half an object', '{"id":'],
  ['binary', '\u0001\u0002'],
  ['a list', '[]'],
  ['nothing', ''],
])('a body that is %s is refused', async (_, body) => {
  const { cosmos, path } = await openTestContainer();
  const response = await cosmos.handle({ method: 'POST', path: `${path}/docs`, headers: {}, body });
  expect([response.status, JSON.parse(response.body).code]).toEqual([400, 'BadRequest']);
});

test.each([
  [1, 1, 4.95],
  [3, 1.09, 6.48],
  [16, 1.67, 9.52],
  [1024, 145.9, 625],
])('an item of %d KB costs %d to read and %d to write', async (kilobytes, read, write) => {
  const things = await openTestContainer();
  const empty = await things.create({ id: 'a', pk: 'p', pad: '' });
  const pad = 'x'.repeat(kilobytes * 1024 - JSON.stringify(empty.body).length);
  const written = await things.upsert({ id: 'a', pk: 'p', pad });
  expect(Number(written.headers['x-ms-request-charge'])).toBeCloseTo(write);
  expect(Number((await things.read('a', 'p')).headers['x-ms-request-charge'])).toBeCloseTo(read);
});
