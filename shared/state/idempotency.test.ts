import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { Idempotency } from './idempotency.ts';

let ground: DatabaseGround;
let idempotency: Idempotency;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  idempotency = ground.openState('device-registration').idempotency;
});
afterEach(() => ground.close());

const reserve = (payload = 'hash-1') => idempotency.reserve('contoso', 'key 1', payload);

test('the first one does it, the next one waits, whoever comes later is given the same answer', async () => {
  expect(await reserve()).toEqual({ kind: 'reserved' });
  expect(await reserve()).toEqual({ kind: 'in-progress' });
  await idempotency.complete('contoso', 'key 1', { id: 'd1' });
  expect(await reserve()).toEqual({ kind: 'stored', result: { id: 'd1' } });
});

test('a key used for something else is noticed, before and after', async () => {
  await reserve();
  expect(await reserve('hash-2')).toEqual({ kind: 'reused' });
  await idempotency.complete('contoso', 'key 1', null);
  expect(await reserve('hash-2')).toEqual({ kind: 'reused' });
});

test('after a failure, or a death, the next one may try', async () => {
  await reserve();
  await idempotency.release('contoso', 'key 1');
  expect(await reserve()).toEqual({ kind: 'reserved' });
  expect(await reserve()).toEqual({ kind: 'in-progress' });
  ground.clock.jumpTo(ground.clock.now() + 3 * 60_000);
  expect(await reserve()).toEqual({ kind: 'reserved' });
});

test('an answer that was given is not taken back', async () => {
  await reserve();
  await idempotency.complete('contoso', 'key 1', 'first');
  await idempotency.complete('contoso', 'key 1', 'second');
  await idempotency.release('contoso', 'key 1');
  expect(await reserve()).toEqual({ kind: 'stored', result: 'first' });
});

test('the same key of another tenant is another key', async () => {
  await reserve();
  expect(await idempotency.reserve('fabrikam', 'key 1', 'hash-2')).toEqual({ kind: 'reserved' });
});

test('of many at once one is let through', async () => {
  const reservations = await Promise.all(Array.from({ length: 6 }, () => reserve()));
  expect(reservations.filter(({ kind }) => kind === 'reserved')).toHaveLength(1);
});
