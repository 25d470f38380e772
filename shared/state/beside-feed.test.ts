import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { admin } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { type Change, defineAggregate } from './aggregate.ts';
import { StateUnavailable } from './errors.ts';
import type { State } from './state.ts';

type Tally = { readonly count: number };

const tally = defineAggregate<Tally>({
  kind: 'tally',
  schemaVersion: 1,
  schema: z.object({ count: z.int() }),
  besideFeed: true,
});
const options = { actor: admin };
const counted = (current: Tally | undefined): Change<Tally> => ({ state: { count: (current?.count ?? 0) + 1 } });

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
});
afterEach(() => ground.close());

test('what instances share is counted by all of them, and the feed never sees it', async () => {
  const instances = [state, ground.openState('device-registration')];
  for (let round = 0; round < 5; round++)
    await Promise.all(
      instances.map((each) => each.change(tally, { tenantId: 'contoso', id: 'calls' }, counted, options)),
    );
  expect(await state.load(tally, 'contoso', 'calls')).toMatchObject({ state: { count: 10 }, version: 10 });
  expect(await ground.feed('device-registration').read(async () => undefined)).toBe(0);
  expect(await state.changes('contoso')).toMatchObject({ areas: {} });
});

test('it is one of its tenant and its id', async () => {
  await state.change(tally, { tenantId: 'contoso', id: 'calls/a?b' }, counted, options);
  expect(await state.load(tally, 'contoso', 'calls/a?b')).toMatchObject({ state: { count: 1 } });
  expect(await state.load(tally, 'fabrikam', 'calls/a?b')).toBeUndefined();
  expect(await state.load(tally, 'contoso', 'calls/a')).toBeUndefined();
});

test('it has nothing to tell: a change with an audit record is not saved', async () => {
  const told = (current: Tally | undefined) => ({ ...counted(current), audit: { action: 'tally.count' } });
  await expect(state.change(tally, { tenantId: 'contoso', id: 'calls' }, told, options)).rejects.toThrow(
    StateUnavailable,
  );
  expect(await state.load(tally, 'contoso', 'calls')).toBeUndefined();
});
