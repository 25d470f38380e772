import assert from 'node:assert/strict';
import type { Cosmos } from '../../../infra/local/cosmos/cosmos.ts';
import { refused, standInChecks } from './checks.ts';
import { withStandIn } from './stand-in.ts';

const partitionHeaders = { 'x-ms-documentdb-partitionkey': '["p"]' };
const queryHeaders = { 'x-ms-documentdb-isquery': 'True', 'content-type': 'application/query+json' };

/** A request that other clients send, but the JavaScript SDK does not. */
function post(cosmos: Cosmos, headers: Readonly<Record<string, string>>, body: string) {
  return cosmos.handle({ method: 'POST', path: '/dbs/db/colls/items/docs', headers, body });
}

export const gatewayChecks = standInChecks('Account and gateway', {
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
  'an item is found by its resource id': () =>
    withStandIn({}, async ({ cosmos, items }) => {
      const { resource } = await items.items.create({ id: 'a', pk: 'p', n: 1 });
      const path = `/dbs/db/colls/items/docs/${resource?._rid}`;
      const { status, body } = await cosmos.handle({ method: 'GET', path, headers: partitionHeaders, body: '' });
      assert.deepEqual([status, JSON.parse(body).n], [200, 1]);
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
      const { status, body, headers: answered } = await post(cosmos, headers, '{"id":"a","pk":"p"}');
      assert.deepEqual([status, body], [201, '']);
      assert.ok(answered['etag']);
    }),
  'a query plan names the whole range and leaves nothing to merge': () =>
    withStandIn({}, async ({ cosmos }) => {
      const headers = { ...queryHeaders, 'x-ms-cosmos-is-query-plan-request': 'True' };
      const body = JSON.stringify({ query: 'SELECT c.g, COUNT(1) FROM c GROUP BY c.g', parameters: [] });
      const answer = await post(cosmos, headers, body);
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
      const answer = await post(cosmos, headers, body);
      assert.match(answer.headers['x-ms-documentdb-query-metrics'] ?? '', /retrievedDocumentCount=0/);
    }),
  'a mistake in a query is reported with its code and place': () =>
    withStandIn({}, async ({ cosmos }) => {
      const body = JSON.stringify({ query: 'SELECT * FORM c', parameters: [] });
      const answer = await post(cosmos, queryHeaders, body);
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
      const answer = await post(cosmos, headers, JSON.stringify(operations));
      assert.equal(answer.status, 400);
    }),
  'ids that no address can hold are refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      for (const id of [5, '', 'a/b', 'a\\b', 'a#b', 'blank ']) {
        const body = JSON.stringify({ id, pk: 'p' });
        const answer = await post(cosmos, partitionHeaders, body);
        assert.ok([400, 401].includes(answer.status), `${JSON.stringify(id)} was answered with ${answer.status}`);
      }
    }),
  'items that nest deeper than 128 levels are refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      const body = `{"id":"a","pk":"p","deep":${'['.repeat(200)}${']'.repeat(200)}}`;
      const answer = await post(cosmos, partitionHeaders, body);
      assert.equal(answer.status, 400);
    }),
  'what is no JSON is refused': () =>
    withStandIn({}, async ({ cosmos }) => {
      for (const body of ['', '{', '[]', '"text"']) {
        const answer = await post(cosmos, partitionHeaders, body);
        assert.equal(answer.status, 400, body);
      }
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
});
