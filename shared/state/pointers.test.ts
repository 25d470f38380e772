import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
});
afterEach(() => ground.close());

test('a serial belongs to one device of a tenant; claiming it again does nothing', async () => {
  const { pointers } = state;
  await pointers.claim('contoso', 'serial', 'PF/1#2?', 'd1');
  await pointers.claim('contoso', 'serial', 'PF/1#2?', 'd1');
  await expect(pointers.claim('contoso', 'serial', 'PF/1#2?', 'd2')).rejects.toMatchObject({ code: 'pointer-taken' });
  expect(await pointers.resolve('contoso', 'serial', 'PF/1#2?')).toBe('d1');
  expect(await pointers.resolve('fabrikam', 'serial', 'PF/1#2?')).toBeUndefined();
});

test('of many that claim a serial at once one gets it', async () => {
  const ids = ['d1', 'd2', 'd3', 'd4', 'd5'];
  const claims = await Promise.allSettled(ids.map((id) => state.pointers.claim('contoso', 'serial', 'PF1', id)));
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a released serial is free, and only its owner can release it', async () => {
  const { pointers } = state;
  await pointers.claim('contoso', 'serial', 'PF1', 'd1');
  await pointers.release('contoso', 'serial', 'PF1', 'd2');
  expect(await pointers.resolve('contoso', 'serial', 'PF1')).toBe('d1');
  await pointers.release('contoso', 'serial', 'PF1', 'd1');
  expect(await pointers.resolve('contoso', 'serial', 'PF1')).toBeUndefined();
  await pointers.claim('contoso', 'serial', 'PF1', 'd2');
  expect(await pointers.resolve('contoso', 'serial', 'PF1')).toBe('d2');
});

test('a device that claims a free serial twice at once gets it', async () => {
  const { pointers } = state;
  await pointers.claim('contoso', 'serial', 'PF1', 'd1');
  await pointers.release('contoso', 'serial', 'PF1', 'd1');
  await Promise.all([1, 2, 3].map(() => pointers.claim('contoso', 'serial', 'PF1', 'd2')));
  expect(await pointers.resolve('contoso', 'serial', 'PF1')).toBe('d2');
});
