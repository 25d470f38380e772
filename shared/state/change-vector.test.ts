import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { moveVector, readVector } from './change-vector.ts';
import type { StateContainer } from './container.ts';

let ground: DatabaseGround;
let container: StateContainer;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  container = ground.stateContainer('device-registration');
});
afterEach(() => ground.close());

test('before anything has changed there is a vector too', async () => {
  expect(await readVector(container, 'contoso')).toEqual({ areas: {}, etag: '"0"' });
});

test('whoever moves areas adds to them, at once and however many', async () => {
  const many = Array.from({ length: 23 }, (_, n) => `area-${n}`);
  await Promise.all([1, 2, 3].map(() => moveVector(container, 'contoso', many)));
  await moveVector(container, 'contoso', ['area-7']);
  const { areas } = await readVector(container, 'contoso');
  expect(Object.keys(areas)).toHaveLength(23);
  expect(areas['area-7']).toBe(4);
  expect(areas['area-22']).toBe(3);
});

test('the ETag moves with the vector of its own tenant alone', async () => {
  await moveVector(container, 'contoso', ['device']);
  const { etag } = await readVector(container, 'contoso');
  await moveVector(container, 'fabrikam', ['device']);
  expect((await readVector(container, 'contoso')).etag).toBe(etag);
  await moveVector(container, 'contoso', ['device']);
  expect((await readVector(container, 'contoso')).etag).not.toBe(etag);
});
