import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { operation } from './operations.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
  await state.operations.create('contoso', 'op1', 'import-devices', ['upload', 'register'], { actor: admin });
});
afterEach(() => ground.close());

const read = async () => (await state.load(operation, 'contoso', 'op1'))?.state;
const progress = (name: string, done: number) =>
  state.operations.progress('contoso', 'op1', { name, done, total: 10 }, { actor: admin });

test('an operation begins with its steps, and begins once', async () => {
  await progress('upload', 4);
  await state.operations.create('contoso', 'op1', 'import-devices', ['upload', 'register'], { actor: admin });
  expect(await read()).toEqual({
    name: 'import-devices',
    startedAt: '2026-03-02T08:00:00.000Z',
    outcome: { kind: 'running' },
    steps: [
      { name: 'upload', done: 4, total: 10 },
      { name: 'register', done: 0, total: 0 },
    ],
  });
});

test('progress never goes back', async () => {
  await progress('upload', 7);
  expect(await progress('upload', 3)).toMatchObject({ saved: false });
  expect((await read())?.steps[0]?.done).toBe(7);
});

test('the first outcome stands, and nothing moves after it', async () => {
  await state.operations.finish('contoso', 'op1', { kind: 'succeeded', result: { devices: 10 } }, { actor: admin });
  await state.operations.finish('contoso', 'op1', { kind: 'failed', code: 'late', message: '' }, { actor: admin });
  await progress('upload', 9);
  expect(await read()).toMatchObject({
    outcome: { kind: 'succeeded', result: { devices: 10 } },
    steps: [{ done: 0 }, {}],
  });
});

test('there is no progress of an operation that nobody began', async () => {
  const unknown = state.operations.progress('contoso', 'op2', { name: 'upload', done: 1, total: 1 }, { actor: admin });
  await expect(unknown).rejects.toMatchObject({ code: 'operation-unknown' });
});
