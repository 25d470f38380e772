import { expect, test } from 'vitest';
import { effectivePartitionKey } from './effective-partition-key.ts';
import { documentsOf, keyed, openTestContainer, type TestContainer } from './test-container.ts';

async function devicesOfTenants(): Promise<TestContainer> {
  const paths = ['/tenant', '/device', '/day'];
  const things = await openTestContainer({}, { partitionKey: { paths, kind: 'MultiHash', version: 2 } });
  for (const key of ['contoso/d1/mon', 'contoso/d1/tue', 'contoso/d2/mon', 'contosoft/d1/mon', 'fabrikam/d1/mon']) {
    const [tenant, device, day] = key.split('/');
    await things.create({ id: key.replaceAll('/', '-'), tenant: tenant ?? '', device: device ?? '', day: day ?? '' });
  }
  return things;
}

const idsFor = async (things: TestContainer, headers: Readonly<Record<string, string>>) =>
  documentsOf(await things.query('SELECT VALUE c.id FROM c', headers));

test('a whole key is one partition', async () => {
  const things = await devicesOfTenants();
  expect(await idsFor(things, keyed(['contoso', 'd1', 'tue']))).toEqual(['contoso-d1-tue']);
});

test('a prefix of a hierarchical key is all partitions under it', async () => {
  const things = await devicesOfTenants();
  expect(await idsFor(things, keyed(['contoso', 'd1']))).toEqual(['contoso-d1-mon', 'contoso-d1-tue']);
  expect(await idsFor(things, keyed(['contoso']))).toEqual(['contoso-d1-mon', 'contoso-d1-tue', 'contoso-d2-mon']);
  expect(await idsFor(things, keyed(['nobody']))).toEqual([]);
});

test.each([[['contoso']], [['contoso', 'd1']], [['contoso', 'd1', 'tue']], [['nobody']]])(
  'the range of effective keys under %j is what the prefix is',
  async (prefix) => {
    const things = await devicesOfTenants();
    const min = effectivePartitionKey(prefix);
    const range = { 'x-ms-start-epk': min, 'x-ms-end-epk': `${min}FF` };
    expect(await idsFor(things, range)).toEqual(await idsFor(things, keyed(prefix)));
  },
);

test('two ranges that meet share nothing and leave nothing out', async () => {
  const things = await devicesOfTenants();
  const middle = effectivePartitionKey(['contoso', 'd1', 'tue']);
  const below = await idsFor(things, { 'x-ms-start-epk': '', 'x-ms-end-epk': middle });
  const above = await idsFor(things, { 'x-ms-start-epk': middle, 'x-ms-end-epk': 'FF' });
  expect(above).toContain('contoso-d1-tue');
  expect([...below, ...above].sort()).toEqual([...(await idsFor(things, {}))].sort());
});

test.each([
  [{ 'x-ms-documentdb-partitionkey': 'contoso' }],
  [{ 'x-ms-documentdb-partitionkey': '{"tenant":"contoso"}' }],
  [{ 'x-ms-documentdb-partitionkey': '[["contoso"]]' }],
  [keyed(['a', 'b', 'c', 'd'])],
  [{ 'x-ms-start-epk': 'xyz' }],
])('a selection of %j is refused', async (headers) => {
  const things = await devicesOfTenants();
  expect(await things.query('SELECT * FROM c', headers)).toMatchObject({ status: 400 });
});

test('a single document needs the whole key', async () => {
  const things = await devicesOfTenants();
  expect(await things.read('contoso-d1-mon', ['contoso', 'd1'])).toMatchObject({ status: 400 });
});

test('the components of a key are told apart by type, and a missing one from null', async () => {
  const things = await openTestContainer();
  for (const body of [{ pk: 1 }, { pk: '1' }, { pk: true }, { pk: null }, {}])
    await things.create({ id: 'same', ...body });
  expect(documentsOf(await things.query('SELECT VALUE c.pk FROM c'))).toEqual([1, '1', true, null]);
  expect(await things.read('same', {})).toMatchObject({ status: 200 });
  expect(await things.read('same', [])).toMatchObject({ status: 200 });
});
