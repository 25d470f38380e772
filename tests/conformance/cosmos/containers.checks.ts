import assert from 'node:assert/strict';
import { checks, refused } from './checks.ts';

export const containerChecks = checks('Databases and containers', {
  'a database is made once': async ({ client, database }) => {
    assert.equal((await client.databases.createIfNotExists({ id: database.id })).statusCode, 200);
    await refused(409, client.databases.create({ id: database.id }));
  },
  'databases are listed': async ({ client, database }) => {
    const { resources } = await client.databases.readAll().fetchAll();
    assert.ok(resources.some(({ id }) => id === database.id));
  },
  'databases are found by a query': async ({ client, database }) => {
    const query = { query: 'SELECT * FROM d WHERE d.id = @id', parameters: [{ name: '@id', value: database.id }] };
    const { resources } = await client.databases.query<{ id: string }>(query).fetchAll();
    assert.deepEqual(
      resources.map(({ id }) => id),
      [database.id],
    );
  },
  'a database that does not exist is not found': async ({ client }) => {
    await refused(404, client.database('nowhere').read());
  },
  'a container is made once': async ({ database }) => {
    assert.equal((await database.containers.createIfNotExists({ id: 'items', partitionKey: '/pk' })).statusCode, 200);
    await refused(409, database.containers.create({ id: 'items', partitionKey: '/pk' }));
  },
  'a container keeps its partition key definition': async ({ items, hierarchical }) => {
    assert.deepEqual((await items.read()).resource?.partitionKey?.paths, ['/pk']);
    const { resource } = await hierarchical.read();
    assert.deepEqual(
      [resource?.partitionKey?.paths, resource?.partitionKey?.kind],
      [['/tenant', '/user'], 'MultiHash'],
    );
  },
  'a container is indexed consistently on all paths by default': async ({ people }) => {
    const policy = (await people.read()).resource?.indexingPolicy;
    assert.equal(policy?.indexingMode, 'consistent');
    assert.ok(policy?.includedPaths?.some(({ path }) => path === '/*'));
  },
  'a container keeps its composite indexes and unique keys': async ({ items, people }) => {
    const composite = (await items.read()).resource?.indexingPolicy?.compositeIndexes?.[0];
    assert.deepEqual(
      composite?.map(({ path }) => path),
      ['/g', '/n'],
    );
    assert.deepEqual((await people.read()).resource?.uniqueKeyPolicy?.uniqueKeys[0]?.paths, ['/email']);
  },
  'containers are listed': async ({ database }) => {
    const { resources } = await database.containers.readAll().fetchAll();
    assert.ok(['items', 'hierarchical', 'people'].every((name) => resources.some(({ id }) => id === name)));
  },
  'containers are found by a query': async ({ database }) => {
    const { resources } = await database.containers
      .query<{ id: string }>({ query: "SELECT * FROM c WHERE c.id = 'items'" })
      .fetchAll();
    assert.deepEqual(
      resources.map(({ id }) => id),
      ['items'],
    );
  },
  'a container can be replaced: time to live and index': async ({ database }) => {
    const { container } = await database.containers.createIfNotExists({ id: 'replaced', partitionKey: '/pk' });
    await container.replace({ id: 'replaced', partitionKey: { paths: ['/pk'] }, defaultTtl: 60 });
    assert.equal((await container.read()).resource?.defaultTtl, 60);
  },
  'the partition key of a container cannot be changed': async ({ database }) => {
    const { container } = await database.containers.createIfNotExists({ id: 'fixed-key', partitionKey: '/pk' });
    await refused(400, container.replace({ id: 'fixed-key', partitionKey: { paths: ['/other'] } }));
  },
  'the unique keys of a container cannot be changed': async ({ people }) => {
    const { resource } = await people.read();
    assert.ok(resource?.partitionKey);
    const changed = {
      ...resource,
      partitionKey: resource.partitionKey,
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/name'] }] },
    };
    await refused(400, people.replace(changed));
  },
  'a container refuses a time to live of 0': async ({ database }) => {
    await refused(400, database.containers.create({ id: 'no-life', partitionKey: '/pk', defaultTtl: 0 }));
  },
  'a deleted container is gone with its items': async ({ database }) => {
    const { container } = await database.containers.createIfNotExists({ id: 'gone', partitionKey: '/pk' });
    await container.items.create({ id: 'a', pk: 'p' });
    await container.delete();
    await refused(404, container.read());
    const { container: again } = await database.containers.create({ id: 'gone', partitionKey: '/pk' });
    assert.deepEqual((await again.items.readAll().fetchAll()).resources, []);
  },
  'a deleted database is gone with its containers': async ({ client, database }) => {
    const id = `${database.id}-gone`;
    const { database: other } = await client.databases.createIfNotExists({ id });
    await other.containers.create({ id: 'c', partitionKey: '/pk' });
    await other.delete();
    await refused(404, other.container('c').read());
  },
  'a container has 400 request units a second unless told otherwise': async ({ items }) => {
    assert.equal((await items.readOffer()).resource?.content?.offerThroughput, 400);
  },
  'throughput can be read and replaced': async ({ database }) => {
    const { container } = await database.containers.createIfNotExists({
      id: 'offered',
      partitionKey: '/pk',
      throughput: 400,
    });
    const { resource, offer } = await container.readOffer();
    assert.ok(resource && offer);
    assert.equal(resource.content?.offerThroughput, 400);
    await offer.replace({ ...resource, content: { ...resource.content, offerThroughput: 500 } });
    assert.equal((await container.readOffer()).resource?.content?.offerThroughput, 500);
  },
  'throughput can be found by a query over offers': async ({ client, database }) => {
    const { container } = await database.containers.createIfNotExists({
      id: 'offered',
      partitionKey: '/pk',
      throughput: 400,
    });
    const { resource } = await container.read();
    assert.ok(resource);
    const query = {
      query: 'SELECT * FROM root WHERE root.resource = @link',
      parameters: [{ name: '@link', value: resource._self }],
    };
    const { resources } = await client.offers.query<{ resource: string }>(query).fetchAll();
    assert.deepEqual(
      resources.map((offer) => offer.resource),
      [resource._self],
    );
  },
  'a container names its feed ranges': async ({ items }) => {
    assert.ok((await items.getFeedRanges()).length >= 1);
  },
  'an account tells its consistency level and regions': async ({ client }) => {
    const { resource } = await client.getDatabaseAccount();
    assert.equal(typeof resource?.consistencyPolicy, 'string');
    assert.ok(resource && resource.readableLocations.length >= 1);
  },
});
