import assert from 'node:assert/strict';
import { ChangeFeedStartFrom, CosmosClient } from '@azure/cosmos';
import type { Cosmos } from '../../../infra/local/cosmos/cosmos.ts';
import { isMissing, refused, standInChecks } from './checks.ts';
import { withStandIn } from './stand-in.ts';

export const switchChecks = standInChecks('Keys, clock and watch list of the stand-in', {
  'any key is accepted unless signatures are checked': () =>
    withStandIn({ key: 'c2VjcmV0' }, async ({ cosmos }) => {
      const stranger = clientWith(cosmos, 'b3RoZXI=');
      assert.equal((await stranger.database('db').read()).statusCode, 200);
      stranger.dispose();
    }),
  'with signatures checked the right key is accepted, another refused with 401': () =>
    withStandIn({ key: 'c2VjcmV0', checkSignatures: true }, async ({ cosmos, items }) => {
      assert.equal((await items.items.create({ id: 'ä b', pk: 'p' })).statusCode, 201);
      assert.equal((await items.item('ä b', 'p').read()).statusCode, 200);
      const stranger = clientWith(cosmos, 'b3RoZXI=');
      await refused(401, stranger.database('db').read());
      stranger.dispose();
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
  'without a time to live of the container that of an item does nothing': () =>
    withStandIn({}, async ({ items, clock }) => {
      await items.items.create({ id: 'a', pk: 'p', ttl: 1 });
      clock.jumpTo(clock.now() + 3_600_000);
      assert.equal((await items.item('a', 'p').read()).resource?.id, 'a');
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

function clientWith({ endpoint, httpClient }: Cosmos, key: string): CosmosClient {
  return new CosmosClient({ endpoint, key, httpClient, connectionPolicy: { enableEndpointDiscovery: false } });
}
