import { expect, test } from 'vitest';
import { ConnectionDropped } from './errors.ts';
import { openTestContainer } from './test-container.ts';

test('a fault refuses as many requests as it says, with all that a client reads', async () => {
  const things = await openTestContainer();
  things.cosmos.faults.add({ effect: { kind: 'refuse', status: 429, substatus: 3200, retryAfterInMs: 20 }, times: 2 });
  const refused = await things.create({ id: 'a', pk: 'p' });
  expect(refused).toMatchObject({ status: 429, body: { code: 'TooManyRequests' } });
  expect(refused.headers).toMatchObject({
    'x-ms-substatus': '3200',
    'x-ms-retry-after-ms': '20',
    'x-ms-request-charge': '0',
  });
  expect(await things.create({ id: 'a', pk: 'p' })).toMatchObject({ status: 429 });
  expect(await things.create({ id: 'a', pk: 'p' })).toMatchObject({ status: 201 });
});

test('a fault hits only what it names', async () => {
  const things = await openTestContainer();
  const effect = { kind: 'refuse', status: 503 } as const;
  const takeBack = things.cosmos.faults.add({ effect, times: 9, method: 'POST', container: 'things', match: 'poison' });
  expect(await things.create({ id: 'poison', pk: 'p' })).toMatchObject({ status: 503 });
  expect(await things.create({ id: 'a', pk: 'p' })).toMatchObject({ status: 201 });
  expect(await things.read('poison', 'p')).toMatchObject({ status: 404 });
  expect(await things.request('POST', '/dbs/db/colls', { id: 'poison' })).toMatchObject({ status: 201 });
  takeBack();
  expect(await things.create({ id: 'poison', pk: 'p' })).toMatchObject({ status: 201 });
});

test('a dropped request does nothing, one whose answer is lost has happened', async () => {
  const things = await openTestContainer();
  things.cosmos.faults.add({ effect: { kind: 'drop-connection' } });
  await expect(things.create({ id: 'a', pk: 'p' })).rejects.toThrow(ConnectionDropped);
  expect(await things.read('a', 'p')).toMatchObject({ status: 404 });
  things.cosmos.faults.add({ effect: { kind: 'lose-answer' } });
  await expect(things.create({ id: 'a', pk: 'p' })).rejects.toThrow(ConnectionDropped);
  expect(await things.read('a', 'p')).toMatchObject({ status: 200 });
});

test('a delayed request is carried out after those that came later', async () => {
  const things = await openTestContainer();
  things.cosmos.faults.add({ effect: { kind: 'delay', milliseconds: 5 } });
  const delayed = things.create({ id: 'a', pk: 'p', by: 'delayed' });
  expect(await things.create({ id: 'a', pk: 'p', by: 'prompt' })).toMatchObject({ status: 201 });
  expect(await delayed).toMatchObject({ status: 409 });
});

test('cleared faults hit nothing', async () => {
  const things = await openTestContainer();
  things.cosmos.faults.add({ effect: { kind: 'refuse', status: 503 }, times: 5 });
  things.cosmos.faults.clear();
  expect(await things.create({ id: 'a', pk: 'p' })).toMatchObject({ status: 201 });
});
