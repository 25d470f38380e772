import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { admin } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { definePacks } from './packs.ts';
import type { State } from './state.ts';

const packs = definePacks({
  kind: 'reading',
  entry: z.object({ deviceId: z.string(), version: z.string() }),
  idOf: ({ deviceId }) => deviceId,
});

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['health-monitor']);
  state = ground.openState('health-monitor');
});
afterEach(() => ground.close());

const readings = (count: number, version = '1') =>
  Array.from({ length: count }, (_, n) => ({ deviceId: `d${n}`, version }));

it('gives back what was saved, however many there come to be', async () => {
  for (const count of [3, 700, 1_600]) {
    await packs.save(state, 'contoso', readings(count), { actor: admin });
    const loaded = await packs.load(ground.openState('health-monitor'), 'contoso');
    expect([...loaded.values()].map(({ deviceId }) => deviceId).sort()).toEqual(
      readings(count)
        .map(({ deviceId }) => deviceId)
        .sort(),
    );
  }
  expect((await packs.load(state, 'fabrikam')).size).toBe(0);
});

it('writes nothing when nothing has changed, and one pack when one entry has', async () => {
  const documents = async () => {
    const { resources } = await ground.container('health-monitor').items.readAll<{ version: number }>().fetchAll();
    return resources.reduce((sum, { version }) => sum + version, 0);
  };
  const all = readings(1_600);
  await packs.save(state, 'contoso', all, { actor: admin });
  const before = await documents();
  await packs.save(state, 'contoso', all.toReversed(), { actor: admin });
  expect(await documents()).toBe(before);
  await packs.save(
    state,
    'contoso',
    [{ deviceId: 'd7', version: '2' }, ...all.filter(({ deviceId }) => deviceId !== 'd7')],
    { actor: admin },
  );
  expect(await documents()).toBe(before + 1);
});
