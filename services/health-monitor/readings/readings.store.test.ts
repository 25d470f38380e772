import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import { deviceReading } from './device-reading.ts';
import { loadReadings, packsFor, saveReadings } from './readings.store.ts';
import { aReading } from './test-readings.ts';

const options = { actor: { kind: 'service', id: 'health-monitor' } } as const;

async function openState() {
  const ground = await openDatabase(['health-monitor']);
  onTestFinished(() => ground.close());
  const writes = () => ground.cosmos.requestUnits.writes;
  return { state: ground.openState('health-monitor'), writes };
}

const fleet = (count: number) =>
  Array.from({ length: count }, (_, n) => aReading({ deviceId: `device-${String(n).padStart(5, '0')}` }));

it('500 devices share a document, and packs never become fewer', () => {
  expect([0, 1, 500, 501, 1_000, 1_001].map((devices) => packsFor(devices, 1))).toEqual([1, 1, 1, 2, 2, 3]);
  expect(packsFor(10, 3)).toBe(3);
});

it('readings come back as they were saved, also when there are more packs than before', async () => {
  const { state } = await openState();
  for (const [devices, packs] of [
    [400, 1],
    [900, 2],
    [1_400, 3],
  ] as const) {
    await saveReadings(state, 'contoso', packs, fleet(devices), options);
    const readings = await loadReadings(state, 'contoso', packs);
    expect([...readings.keys()].sort()).toEqual(fleet(devices).map(({ deviceId }) => deviceId));
  }
});

it('a device is in one pack or another, wherever a growth of packs breaks off', async () => {
  const { state } = await openState();
  await saveReadings(state, 'contoso', 2, fleet(900), options);
  let changes = 0;
  const breaking: typeof state = {
    ...state,
    change: (...request) => {
      if (changes++ === 1) throw new Error('The service dies.');
      return state.change(...request);
    },
  };
  await expect(saveReadings(breaking, 'contoso', 3, fleet(900), options)).rejects.toThrow('dies');
  expect((await loadReadings(state, 'contoso', 3)).size).toBe(900);
});

it('a pack that has not changed is not written', async () => {
  const { state, writes } = await openState();
  await saveReadings(state, 'contoso', 2, fleet(600), options);
  const before = writes();
  await saveReadings(state, 'contoso', 2, fleet(600), options);
  expect(writes()).toBe(before);
});

it('a pack lies where it has always lain, and holds `readings`', async () => {
  const { state } = await openState();
  const schema = z.strictObject({ readings: z.array(deviceReading) });
  const stored = defineAggregate({ kind: 'reading-pack', schemaVersion: 1, schema });
  await saveReadings(state, 'contoso', 1, fleet(2), options);
  expect((await state.load(stored, 'contoso', '0'))?.state).toEqual({ readings: fleet(2) });
});
