import { request } from 'node:http';
import { CosmosClient } from '@azure/cosmos';
import { afterEach, expect, test } from 'vitest';
import { type Cosmos, type CosmosOptions, startCosmos } from './cosmos.ts';
import { documentsOf, openTestContainer } from './test-container.ts';

const running: Cosmos[] = [];
afterEach(async () => {
  for (const cosmos of running.splice(0)) await cosmos.close();
});

async function start(options: CosmosOptions = {}): Promise<Cosmos> {
  const cosmos = await startCosmos(options);
  running.push(cosmos);
  return cosmos;
}

const clientOf = ({ endpoint, key, httpClient }: Cosmos, transport: 'sockets' | 'in process') =>
  new CosmosClient({ endpoint, key, ...(transport === 'in process' && { httpClient }) });

test.each(['sockets', 'in process'] as const)('the SDK works over %s', async (transport) => {
  const client = clientOf(await start(), transport);
  const { database } = await client.databases.createIfNotExists({ id: 'db' });
  const { container } = await database.containers.createIfNotExists({ id: 'things', partitionKey: '/pk' });
  await container.items.create({ id: 'ü', pk: 'p', n: 1 });
  expect((await container.item('ü', 'p').read()).resource).toMatchObject({ n: 1 });
  expect((await container.item('missing', 'p').read()).statusCode).toBe(404);
  expect((await container.items.query('SELECT VALUE c.n FROM c').fetchAll()).resources).toEqual([1]);
});

test.each(['sockets', 'in process'] as const)('the SDK meets a dropped connection over %s', async (transport) => {
  const cosmos = await start();
  const client = clientOf(cosmos, transport);
  await client.databases.createIfNotExists({ id: 'db' });
  cosmos.faults.add({ effect: { kind: 'lose-answer' }, method: 'POST' });
  await expect(client.databases.create({ id: 'other' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await client.database('other').read()).resource).toMatchObject({ id: 'other' });
});

test.each(['sockets', 'in process'] as const)('the SDK gives up a request over %s', async (transport) => {
  const cosmos = await start();
  const client = clientOf(cosmos, transport);
  await client.databases.createIfNotExists({ id: 'db' });
  cosmos.faults.add({ effect: { kind: 'delay', milliseconds: 1_000 } });
  const giveUp = new AbortController();
  const reading = client.database('db').read({ abortSignal: giveUp.signal });
  giveUp.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

test('signatures are checked only when asked for', async () => {
  const cosmos = await start({ checkSignatures: true, key: Buffer.from('secret').toString('base64') });
  const client = clientOf(cosmos, 'in process');
  const { database } = await client.databases.createIfNotExists({ id: 'db' });
  const { container } = await database.containers.createIfNotExists({ id: 'Things', partitionKey: '/pk' });
  await container.items.create({ id: 'a b', pk: 'p' });
  await container.item('a b', 'p').read();
  expect((await container.readOffer()).resource?.content?.offerThroughput).toBe(400);

  const stranger = new CosmosClient({ ...cosmos, key: Buffer.from('guess').toString('base64') });
  await expect(stranger.databases.readAll().fetchAll()).rejects.toMatchObject({ code: 401 });
  for (const authorization of ['', '%zz', 'type=master&ver=1.0&sig='])
    expect(
      await cosmos.handle({ method: 'GET', path: '/dbs/%zz', headers: { authorization }, body: '' }),
    ).toMatchObject({ status: 401 });
});

test('a body above the limit is answered 413 over the socket too', async () => {
  const { endpoint } = await start();
  const response = await fetch(`${endpoint}dbs`, { method: 'POST', body: 'x'.repeat(3_000_000) });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, 'RequestEntityTooLarge']);
});

test('a web page cannot reach in through the browser', async () => {
  const { endpoint } = await start();
  const response = await fetch(`${endpoint}dbs`, {
    method: 'POST',
    body: '{"id":"db"}',
    headers: { origin: 'https://example.com' },
  });
  expect(response.status).toBe(403);
  expect((await fetch(`${endpoint}dbs/db`)).status).toBe(404);
});

test('a client that leaves in the middle of its request harms nobody', async () => {
  const cosmos = await start();
  await new Promise<void>((resolve) => {
    const leaving = request(`${cosmos.endpoint}dbs`, { method: 'POST', headers: { 'content-length': 100 } });
    leaving.on('error', () => resolve());
    leaving.write('{"id":', () => leaving.destroy(new Error('gone')));
  });
  expect((await fetch(`${cosmos.endpoint}dbs`)).status).toBe(200);
});

test('a port that is taken is an error', async () => {
  const { endpoint } = await start();
  await expect(startCosmos({ port: Number(new URL(endpoint).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('listeners hear of each durable change, until they stop listening', async () => {
  const things = await openTestContainer();
  const heard: unknown[] = [];
  const stop = things.cosmos.onCommit((commit) => heard.push(commit));
  await things.create({ id: 'a', pk: 'p' });
  await things.create({ id: 'a', pk: 'p' });
  await things.read('a', 'p');
  await things.batch('p', [{ operationType: 'Delete', id: 'missing' }]);
  await things.remove('a', 'p');
  stop();
  await things.create({ id: 'b', pk: 'p' });
  expect(heard).toEqual([
    { database: 'db', container: 'things', lsn: 1 },
    { database: 'db', container: 'things', lsn: 2 },
  ]);
  expect(things.cosmos.lsn('db', 'things')).toBe(3);
});

test('requests are open until they are answered', async () => {
  const things = await openTestContainer();
  const reading = things.read('a', 'p');
  expect(things.cosmos.openRequests).toBe(1);
  await reading;
  expect(things.cosmos.openRequests).toBe(0);
});

test('request units are added up by what they were spent on', async () => {
  const things = await openTestContainer();
  await things.create({ id: 'a', pk: 'p' });
  await things.read('a', 'p');
  await things.query('SELECT * FROM c');
  await things.feed();
  expect(things.cosmos.requestUnits).toEqual({ pointReads: 1, writes: 4.95, queries: 2.8, changeFeed: 1, other: 2 });
});

test('a session that has seen more than the container ever held is told to wait', async () => {
  const things = await openTestContainer();
  const { headers } = await things.create({ id: 'a', pk: 'p' });
  const session = (token: string) => things.read('a', 'p', { 'x-ms-session-token': token });
  expect(await session(headers['x-ms-session-token'] ?? '')).toMatchObject({ status: 200 });
  expect(await session('0:-1#99')).toMatchObject({ status: 404, headers: { 'x-ms-substatus': '1002' } });
});

test('the feed is cut into single changes in rough weather, never into none', async () => {
  const things = await openTestContainer({ roughWeather: { seed: 1 } });
  for (let n = 0; n < 20; n++) while ((await things.upsert({ id: `${n}`, pk: 'p' })).status >= 400);
  const seen: unknown[] = [];
  let position: Record<string, string> = {};
  while (seen.length < 20) {
    const page = await things.feed({ ...position, 'x-ms-max-item-count': '5' });
    if (page.status !== 200) continue;
    expect(documentsOf(page).length).toBeGreaterThan(0);
    seen.push(...documentsOf(page).map(({ id }) => id));
    position = { 'if-none-match': page.headers['etag'] ?? '' };
  }
  expect(new Set(seen).size).toBe(20);
});
