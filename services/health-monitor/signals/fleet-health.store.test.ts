import { expect, it, onTestFinished } from 'vitest';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import { recordIncidents } from '../incidents/incident.store.ts';
import { dataUntil } from '../readings/stop-sums.ts';
import { aReading, aStop } from '../readings/test-readings.ts';
import { DEFAULT_SETTINGS } from '../settings/health-settings.ts';
import { recordHealth } from './fleet-health.store.ts';
import type { FleetReading } from './fleet-reading.ts';

const options = { actor: { kind: 'service', id: 'health-monitor' } } as const;
const FIRST = Date.parse('2026-06-15T04:15:00Z');

/** A fleet of thirty, of which some crash before the data of a day ends. */
function readingOf(day: number, crashed: number): FleetReading {
  const at = FIRST + day * DAY_MS;
  const until = dataUntil(at);
  const fleet = Array.from({ length: 30 }, (_, n) =>
    aReading({ deviceId: `device-${n}`, lastSyncAt: new Date(at - 1).toISOString() }),
  );
  const stops = [aStop(new Date(until - 1).toISOString())];
  const readings = fleet.map((reading, n) => (n < crashed ? { ...reading, stops } : reading));
  const before = new Map(fleet.map((reading) => [reading.deviceId, reading]));
  return { at, until, before, readings, packs: 1, settings: DEFAULT_SETTINGS };
}

it('a reading that is recorded again, because something broke off, tells nothing twice', async () => {
  const ground = await openDatabase(['health-monitor']);
  onTestFinished(() => ground.close());
  const state = ground.openState('health-monitor');
  const told = async (kind: string, id: string) => {
    const { items } = await state.timeline('contoso', kind, id, {});
    return items.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
  };

  await recordHealth(state, 'contoso', readingOf(0, 0), options);
  const wave = readingOf(1, 8);
  for (const attempt of [1, 2]) {
    const health = await recordHealth(state, 'contoso', wave, options);
    expect(health.signals['stop-errors'].episode, `attempt ${attempt}`).toMatchObject({ kind: 'open' });
    expect(health.days).toHaveLength(2);
    await recordIncidents(state, 'contoso', health, wave, options);
  }

  const observed = await told('fleet-health', 'contoso');
  expect(observed.map(({ data }) => data)).toMatchObject([
    { dataUntil: '2026-06-15T00:00:00.000Z', reporting: 30, devices: { length: 8 } },
    { dataUntil: '2026-06-14T00:00:00.000Z', reporting: 30, devices: [] },
  ]);
  expect(await told('health-incident', 'stop-errors-2026-06-16')).toMatchObject([
    { type: 'omd.health.incident-opened.v1', data: { affected: 8, reporting: 30, devices: { length: 8 } } },
  ]);
});
