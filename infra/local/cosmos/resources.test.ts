import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { openTestContainer } from './test-container.ts';

test('databases and containers are found by name and by resource id', async () => {
  const things = await openTestContainer();
  const database = await things.request('GET', '/dbs/db');
  const container = await things.request('GET', '/dbs/db/colls/things');
  const byResourceId = `/dbs/${database.body['_rid']}/colls/${container.body['_rid']}`;
  expect((await things.request('GET', byResourceId)).body).toEqual(container.body);
  expect(await things.request('GET', `${byResourceId}/pkranges`)).toMatchObject({ status: 200, body: { _count: 1 } });
});

test('a name is given once', async () => {
  const things = await openTestContainer();
  expect(await things.request('POST', '/dbs', { id: 'db' })).toMatchObject({ status: 409 });
  expect(await things.request('POST', '/dbs/db/colls', { id: 'things' })).toMatchObject({ status: 409 });
});

test('a container made anew under an old name shares nothing with the old one', async () => {
  const things = await openTestContainer();
  const old = await things.create({ id: 'a', pk: 'p' });
  await things.request('DELETE', things.path);
  expect(await things.read('a', 'p')).toMatchObject({ status: 404, headers: { 'x-ms-substatus': '1003' } });
  await things.request('POST', '/dbs/db/colls', { id: 'things', partitionKey: { paths: ['/pk'] } });
  expect(await things.read('a', 'p')).toMatchObject({ status: 404 });
  const anew = await things.create({ id: 'a', pk: 'p' });
  expect(anew.headers['etag']).not.toBe(old.headers['etag']);
  expect(anew.body['_rid']).not.toBe(old.body['_rid']);
});

test('definitions can be listed and queried', async () => {
  const things = await openTestContainer();
  await things.request('POST', '/dbs/db/colls', { id: 'others' });
  const query = { query: 'SELECT VALUE r.id FROM r WHERE r.id = @id', parameters: [{ name: '@id', value: 'things' }] };
  const asking = { 'content-type': 'application/query+json' };
  expect(await things.request('GET', '/dbs')).toMatchObject({ body: { _count: 1, Databases: [{ id: 'db' }] } });
  expect(await things.request('GET', '/dbs/db/colls')).toMatchObject({ body: { _count: 2 } });
  const found = await things.request('POST', '/dbs/db/colls', query, asking);
  expect(found.body['DocumentCollections']).toEqual(['things']);
});

test('time to live and indexing can be changed, partition key and unique keys cannot', async () => {
  const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };
  const things = await openTestContainer({}, { uniqueKeyPolicy });
  const replace = (settings: JsonObject) => things.request('PUT', things.path, { id: 'things', ...settings });
  expect(await replace({ defaultTtl: 60 })).toMatchObject({ status: 200, body: { defaultTtl: 60, uniqueKeyPolicy } });
  expect((await replace({})).body).not.toHaveProperty('defaultTtl');
  expect(await replace({ partitionKey: { paths: ['/other'] } })).toMatchObject({ status: 400 });
  expect(await replace({ uniqueKeyPolicy: { uniqueKeys: [] } })).toMatchObject({ status: 400 });
  expect(await replace({ id: 'others' })).toMatchObject({ status: 400 });
});

test.each<[string, object]>([
  ['no id', { id: undefined }],
  ['an id with a question mark', { id: 'a?b' }],
  ['a key path without a slash', { partitionKey: { paths: ['pk'] } }],
  ['key paths that are no list', { partitionKey: { paths: '/pk' } }],
  ['four key paths', { partitionKey: { paths: ['/a', '/b', '/c', '/d'], kind: 'MultiHash' } }],
  ['two key paths of kind Hash', { partitionKey: { paths: ['/a', '/b'], kind: 'Hash' } }],
  ['a kind of key that does not exist', { partitionKey: { paths: ['/a'], kind: 'Range' } }],
  ['a time to live of zero', { defaultTtl: 0 }],
  ['unique keys that are no list', { uniqueKeyPolicy: { uniqueKeys: 'email' } }],
  ['a composite index without paths', { indexingPolicy: { compositeIndexes: [['/a']] } }],
  ['an indexing policy that is a text', { indexingPolicy: 'all' }],
  ['a time to live of null', { defaultTtl: null }],
])('a container with %s is refused', async (_, fault) => {
  const things = await openTestContainer();
  expect(await things.request('POST', '/dbs/db/colls', { id: 'other', ...fault })).toMatchObject({ status: 400 });
});

test('the tag of documents is among the paths that are not indexed', async () => {
  const things = await openTestContainer({}, { indexingPolicy: { excludedPaths: [{ path: '/notes/*' }] } });
  const { body } = await things.request('GET', things.path);
  expect(body['indexingPolicy']).toMatchObject({ excludedPaths: [{ path: '/notes/*' }, { path: '/"_etag"/?' }] });
});

test('a container has 400 RU/s, unless it is told more or its database shares its own', async () => {
  const things = await openTestContainer();
  const offers = async () => {
    const { body } = await things.request('GET', '/offers');
    return (body['Offers'] as readonly JsonObject[]) ?? [];
  };
  expect((await offers()).map(({ content }) => content)).toEqual([{ offerThroughput: 400 }]);

  const [offer] = await offers();
  const replaced = { ...offer, content: { offerThroughput: 1000 } };
  expect(await things.request('PUT', `/offers/${offer?.['id']}`, replaced)).toMatchObject({ status: 200 });
  expect((await offers()).map(({ content }) => content)).toEqual([{ offerThroughput: 1000 }]);
  await things.request('DELETE', '/dbs/db');
  expect(await offers()).toEqual([]);

  await things.request('POST', '/dbs', { id: 'shared' }, { 'x-ms-offer-throughput': '500' });
  await things.request('POST', '/dbs/shared/colls', { id: 'a' });
  const autoscale = { 'x-ms-cosmos-offer-autopilot-settings': '{"maxThroughput":4000}' };
  await things.request('POST', '/dbs/shared/colls', { id: 'b' }, autoscale);
  expect((await offers()).map(({ content }) => content)).toEqual([
    { offerThroughput: 500 },
    { offerThroughput: 400, offerAutopilotSettings: { maxThroughput: 4000 } },
  ]);
});

test.each(['399', '450', 'much', '-400'])('a throughput of %s is refused', async (throughput) => {
  const things = await openTestContainer();
  const headers = { 'x-ms-offer-throughput': throughput };
  expect(await things.request('POST', '/dbs/db/colls', { id: 'other' }, headers)).toMatchObject({ status: 400 });
});

test('a refused throughput leaves no container behind', async () => {
  const things = await openTestContainer();
  await things.request('POST', '/dbs/db/colls', { id: 'other' }, { 'x-ms-offer-throughput': '1' });
  expect(await things.request('GET', '/dbs/db/colls/other')).toMatchObject({ status: 404 });
});

test.each([
  ['GET', '/nothing', 400],
  ['GET', '/dbs/db/colls/things/unknown', 400],
  ['GET', '/dbs/db/colls/things/docs/a/b', 400],
  ['GET', '/offers/nothing', 404],
  ['GET', '/dbs/%zz', 400],
  ['GET', '/dbs/db/colls/things/sprocs', 400],
  ['POST', '/dbs/db/colls/things/triggers', 400],
  ['GET', '/dbs/db/users', 400],
  ['PATCH', '/dbs', 405],
  ['DELETE', '/offers', 405],
])('%s %s is answered %d', async (method, path, status) => {
  const things = await openTestContainer();
  expect(await things.request(method, path)).toMatchObject({ status });
});
