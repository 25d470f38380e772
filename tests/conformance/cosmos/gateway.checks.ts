import assert from 'node:assert/strict';
import { ChangeFeedStartFrom, CosmosClient } from '@azure/cosmos';
import { isMissing, refused, standInChecks } from './checks.ts';
import { withStandIn } from './stand-in.ts';

const partitionHeaders = { 'x-ms-documentdb-partitionkey': '["p"]' };
const queryHeaders = { 'x-ms-documentdb-isquery': 'True', 'content-type': 'application/query+json' };

export const gatewayChecks = standInChecks('Account, gateway and clock', {
  'any key is accepted unless signatures are checked': () =>
    withStandIn({ key: 'c2VjcmV0' }, async ({ cosmos }) => {
      const { endpoint, httpClient } = cosmos;
      const stranger = new CosmosClient({
        endpoint,
        key: 'b3RoZXI=',
        httpClient,
        connectionPolicy: { enableEndpointDiscovery: false },
      });
      assert.equal((await stranger.database('db').read()).statusCode, 200);
      stranger.dispose();
    }),
  'with signatures checked the right key is accepted, another refused with 401': () =>
    withStandIn({ key: 'c2VjcmV0', checkSignatures: true }, async ({ cosmos, items }) => {
      assert.equal((await items.items.create({ id: 'ä b', pk: 'p' })).statusCode, 201);
      assert.equal((await items.item('ä b', 'p').read()).statusCode, 200);
      const { endpoint, httpClient } = cosmos;
      const stranger = new CosmosClient({
        endpoint,
        key: 'b3RoZXI=',
        httpClient,
        connectionPolicy: { enableEndpointDiscovery: false },
      });
      await refused(401, stranger.database('db').read());
      stranger.dispose();
    }),
  'the account tells the limits of its query engine as a JSON text': () =>
    withStandIn({}, async ({ cosmos }) => {
      const { body } = await cosmos.handle({ method: 'GET', path: '/', headers: {}, body: '' });
      const engine: unknown = JSON.parse(JSON.parse(body).queryEngineConfiguration);
      assert.ok(engine instanceof Object && 'maxSqlQueryInputLength' in engine);
    }),
  'databases and containers are found by their resource ids': () =>
    withStandIn({}, async ({ cosmos, client, items }) => {
      const database = (await client.database('db').read()).resource?._rid;
      const container = (await items.read()).resource?._rid;
      assert.ok(database && container);
      const path = `/dbs/${database}/colls/${container}`;
      const { status, body } = await cosmos.handle({ method: 'GET', path, headers: {}, body: '' });
      assert.deepEqual([status, JSON.parse(body).id], [200, 'items']);
    }),
  'a resource id begins with the one of its parent': () =>
    withStandIn({}, async ({ client, items }) => {
      const bytes = (rid: string | undefined) =>
        Buffer.from((rid ?? '').replaceAll('-', '/'), 'base64').toString('hex');
      const database = bytes((await client.database('db').read()).resource?._rid);
      const container = bytes((await items.read()).resource?._rid);
      const item = bytes((await items.items.create({ id: 'a', pk: 'p' })).resource?._rid);
      assert.deepEqual([database.length, container.length, item.length], [8, 16, 32]);
      assert.ok(container.startsWith(database) && item.startsWith(container));
    }),
  'the list of partition key ranges is read on until 304': () =>
    withStandIn({}, async ({ cosmos }) => {
      const read = (etag: string) =>
        cosmos.handle({
          method: 'GET',
          path: '/dbs/db/colls/items/pkranges',
          headers: { 'a-im': 'Incremental Feed', 'if-none-match': etag },
          body: '',
        });
      const first = await read('');
      const etag = first.headers['etag'] ?? '';
      const { PartitionKeyRanges: ranges } = JSON.parse(first.body);
      assert.deepEqual([ranges[0].minInclusive, ranges.at(-1).maxExclusive], ['', 'FF']);
      const second = await read(etag);
      assert.deepEqual([second.status, second.headers['etag']], [304, etag]);
    }),
  'a write with Prefer: return=minimal answers headers alone': () =>
    withStandIn({}, async ({ cosmos }) => {
      const headers = { 'x-ms-documentdb-partitionkey': '["p"]', prefer: 'return=minimal' };
      const {
        status,
        body,
        headers: answered,
      } = await cosmos.handle({
        method: 'POST',
        path: '/dbs/db/colls/items/docs',
        headers,
        body: '{"id":"a","pk":"p"}',
      });
      assert.deepEqual([status, body], [201, '']);
      assert.ok(answered['etag']);
    }),
  'a query plan names the whole range and leaves nothing to merge': () =>
    withStandIn({}, async ({ cosmos }) => {
      const headers = { ...queryHeaders, 'x-ms-cosmos-is-query-plan-request': 'True' };
      const body = JSON.stringify({ query: 'SELECT c.g, COUNT(1) FROM c GROUP BY c.g', parameters: [] });
      const answer = await cosmos.handle({ method: 'POST', path: '/dbs/db/colls/items/docs', headers, body });
      const { queryInfo, queryRanges } = JSON.parse(answer.body);
      assert.deepEqual(
        [queryInfo.aggregates, queryInfo.orderBy, queryRanges[0].min, queryRanges[0].max],
        [[], [], '', 'FF'],
      );
    }),
  'a query tells its metrics when asked for them': () =>
    withStandIn({}, async ({ cosmos }) => {
      const headers = { ...queryHeaders, 'x-ms-documentdb-populatequerymetrics': 'true' };
      const body = JSON.stringify({ query: 'SELECT * FROM c', parameters: [] });
      const answer = await cosmos.handle({ method: 'POST', path: '/dbs/db/colls/items/docs', headers, body });
      assert.match(answer.headers['x-ms-documentdb-query-metrics'] ?? '', /retrievedDocumentCount=0/);
    }),
  'a mistake in a query is reported with its code and place': () =>
    withStandIn({}, async ({ cosmos }) => {
      const body = JSON.stringify({ query: 'SELECT * FORM c', parameters: [] });
      const answer = await cosmos.handle({
        method: 'POST',
        path: '/dbs/db/colls/items/docs',
        headers: queryHeaders,
        body,
      });
      assert.equal(answer.status, 400);
      assert.match(JSON.parse(answer.body).message, /"location":\{"start":9,"end":13\},"code":"SC1001"/);
    }),
  'a batch of more than 100 operations is refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      const headers = {
        'x-ms-documentdb-partitionkey': '["p"]',
        'x-ms-cosmos-is-batch-request': 'true',
        'x-ms-cosmos-batch-atomic': 'true',
      };
      const operations = Array.from({ length: 101 }, (_, n) => ({
        operationType: 'Create',
        resourceBody: { id: `${n}`, pk: 'p' },
      }));
      const answer = await cosmos.handle({
        method: 'POST',
        path: '/dbs/db/colls/items/docs',
        headers,
        body: JSON.stringify(operations),
      });
      assert.equal(answer.status, 400);
    }),
  'ids that no address can hold are refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      for (const id of [5, '', 'a/b', 'a\\b', 'a#b', 'blank ']) {
        const body = JSON.stringify({ id, pk: 'p' });
        const answer = await cosmos.handle({
          method: 'POST',
          path: '/dbs/db/colls/items/docs',
          headers: partitionHeaders,
          body,
        });
        assert.ok([400, 401].includes(answer.status), `${JSON.stringify(id)} was answered with ${answer.status}`);
      }
    }),
  'items that nest deeper than 128 levels are refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      const body = `{"id":"a","pk":"p","deep":${'['.repeat(200)}${']'.repeat(200)}}`;
      const answer = await cosmos.handle({
        method: 'POST',
        path: '/dbs/db/colls/items/docs',
        headers: partitionHeaders,
        body,
      });
      assert.equal(answer.status, 400);
    }),
  'what is no JSON is refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      for (const body of ['', '{', '[]', '"text"']) {
        const answer = await cosmos.handle({
          method: 'POST',
          path: '/dbs/db/colls/items/docs',
          headers: partitionHeaders,
          body,
        });
        assert.equal(answer.status, 400, body);
      }
    }),
  'queries without a partition key are listed': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      await items.items.query('SELECT * FROM c WHERE c.n = 1', { partitionKey: 'p' }).fetchAll();
      assert.deepEqual(cosmos.crossPartitionQueries, []);
      await items.items.query('SELECT * FROM c WHERE c.n = 2').fetchAll();
      assert.deepEqual(
        cosmos.crossPartitionQueries.map(({ container, query }) => [container, query]),
        [['items', 'SELECT * FROM c WHERE c.n = 2']],
      );
    }),
  'stored procedures, triggers and functions are refused with a clear text': () =>
    withStandIn({}, async ({ items }) => {
      const body = 'function () {}';
      assert.match(
        (await refused(400, items.scripts.storedProcedures.create({ id: 's', body }))).message,
        /stored procedure/i,
      );
      assert.match(
        (await refused(400, items.scripts.userDefinedFunctions.create({ id: 'f', body }))).message,
        /function/i,
      );
    }),
  'items expire by the clock of the stand-in, to the second': () =>
    withStandIn({ defaultTtl: 60 }, async ({ items, clock }) => {
      await items.items.create({ id: 'default', pk: 'p' });
      await items.items.create({ id: 'own', pk: 'p', ttl: 120 });
      await items.items.create({ id: 'endless', pk: 'p', ttl: -1 });
      const idsAfter = async (seconds: number) => {
        clock.jumpTo(clock.now() + seconds * 1000);
        return (await items.items.query<string>('SELECT VALUE c.id FROM c', { partitionKey: 'p' }).fetchAll())
          .resources;
      };
      assert.deepEqual(await idsAfter(59), ['default', 'own', 'endless']);
      assert.deepEqual(await idsAfter(2), ['own', 'endless']);
      assert.deepEqual(await idsAfter(60), ['endless']);
      assert.ok(await isMissing(items.item('own', 'p').read()));
      assert.equal((await items.items.create({ id: 'own', pk: 'p' })).statusCode, 201);
    }),
  'an expired item is not in the change feed': () =>
    withStandIn({ defaultTtl: 60 }, async ({ items, clock }) => {
      await items.items.create({ id: 'early', pk: 'p' });
      clock.jumpTo(clock.now() + 61_000);
      await items.items.create({ id: 'late', pk: 'p' });
      const iterator = items.items.getChangeFeedIterator<{ id: string }>({
        changeFeedStartFrom: ChangeFeedStartFrom.Beginning('p'),
      });
      assert.deepEqual(
        (await iterator.readNext()).result.map(({ id }) => id),
        ['late'],
      );
    }),
  'timestamps and the date functions follow the clock of the stand-in': () =>
    withStandIn({}, async ({ items, clock }) => {
      clock.jumpTo(Date.UTC(2030, 0, 1));
      const { resource } = await items.items.create({ id: 'a', pk: 'p' });
      assert.equal(resource?._ts, Date.UTC(2030, 0, 1) / 1000);
      const { resources } = await items.items
        .query<string>('SELECT VALUE GetCurrentDateTime() FROM c', { partitionKey: 'p' })
        .fetchAll();
      assert.deepEqual(resources, ['2030-01-01T00:00:00.0000000Z']);
    }),
});
