import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameDevice } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
  for (const name of ['A', 'B', 'C']) await nameDevice(state, 'd1', name);
});
afterEach(() => ground.close());

test('the timeline tells what happened and who did it, newest first', async () => {
  const { items } = await state.timeline('contoso', 'device', 'd1', {});
  expect(items.map((entry) => (entry.kind === 'event' ? entry.event.data : entry.record.detail))).toEqual([
    { name: 'C' },
    { name: 'C' },
    { name: 'B' },
    { name: 'B' },
    { name: 'A' },
    { name: 'A' },
  ]);
});

test('page after page gives each entry once', async () => {
  const seen: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await state.timeline('contoso', 'device', 'd1', { limit: 4, ...(after && { after }) });
    seen.push(...page.items);
    after = page.next;
  } while (after);
  expect(seen).toEqual((await state.timeline('contoso', 'device', 'd1', {})).items);
});

test('another tenant and another device have timelines of their own', async () => {
  expect((await state.timeline('fabrikam', 'device', 'd1', {})).items).toEqual([]);
  expect((await state.timeline('contoso', 'device', 'd2', {})).items).toEqual([]);
});

test.each(['x', '-1', '1.2', ''])('the place "%s" is refused', async (after) => {
  await expect(state.timeline('contoso', 'device', 'd1', { after })).rejects.toMatchObject({ code: 'invalid-query' });
});
