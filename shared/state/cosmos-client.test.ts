import { expect, test } from 'vitest';
import { startCosmos } from '../../infra/local/cosmos/cosmos.ts';
import { openCosmosClient } from './cosmos-client.ts';

test('a connection string leads to its account', async () => {
  const cosmos = await startCosmos();
  const client = await openCosmosClient({
    connectionString: `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};`,
  });
  const { database } = await client.databases.createIfNotExists({ id: 'omd' });
  expect(database.id).toBe('omd');
  client.dispose();
  await cosmos.close();
});

test('a host that carries the requests itself is asked instead of the network', async () => {
  const slot = Symbol.for('omd.cosmosTransport');
  const cosmos = await startCosmos({ port: false });
  Object.assign(globalThis, { [slot]: cosmos.httpClient });
  const client = await openCosmosClient({
    connectionString: `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key};`,
  });
  Reflect.deleteProperty(globalThis, slot);
  const { resources } = await client.databases.readAll().fetchAll();
  expect(resources).toEqual([]);
  client.dispose();
  await cosmos.close();
});

test('what is no connection string is not accepted', async () => {
  await expect(openCosmosClient({ connectionString: 'AccountKey=x;' })).rejects.toThrow();
});
