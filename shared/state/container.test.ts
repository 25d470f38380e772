import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { StateContainer } from './container.ts';

let ground: DatabaseGround;
let container: StateContainer;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  container = ground.stateContainer('device-registration');
});
afterEach(() => ground.close());

const partition = { tenantId: 'contoso', aggregate: 'device:d1' };
const document = { ...partition, id: 'state' };

test('a transaction is saved whole, or tells which operation stood against it and saves nothing', async () => {
  const created = await container.commit(partition, [{ create: document }]);
  expect(created).toMatchObject({ saved: true });
  const other = { ...partition, id: 'other' };
  expect(await container.commit(partition, [{ create: other }, { create: document }])).toEqual({
    saved: false,
    failedAt: 1,
    status: 409,
  });
  expect(await container.read(partition, 'other')).toBeUndefined();
  expect(await container.commit(partition, [{ replace: document, etag: '"other"' }])).toMatchObject({ status: 412 });
  expect(await container.commit(partition, [{ replace: other, etag: '"other"' }])).toMatchObject({ status: 404 });
});

test('the ETag of a save is the one that a read tells', async () => {
  const created = await container.commit(partition, [{ create: document }]);
  const read = await container.read(partition, 'state');
  expect(created).toEqual({ saved: true, etags: [read?.etag] });
});

test.each([
  { kind: 'drop-connection' },
  { kind: 'lose-answer' },
  { kind: 'refuse', status: 503 },
  { kind: 'refuse', status: 449 },
] as const)('no clear answer ($kind $status) is worth another try', async (effect) => {
  ground.cosmos.faults.add({ effect, times: 100, match: 'operationType' });
  await expect(container.commit(partition, [{ create: document }])).rejects.toMatchObject({
    code: 'state-unavailable',
    retryable: true,
  });
});
