import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { BASELINE } from '../numbers.ts';
import type { DeviceReading } from '../readings/device-reading.ts';
import { dataUntil } from '../readings/stop-sums.ts';
import { aReading, aStop } from '../readings/test-readings.ts';
import { DEFAULT_SETTINGS } from '../settings/health-settings.ts';
import type { FleetHealth } from './fleet-health.ts';
import { type HealthAfter, healthAfter } from './health-after.ts';

const START = Date.parse('2026-06-01T04:15:00Z');

/** The chance of a device to crash on a day (counted from the first). */
type Hazard = (device: number, day: number) => number;

/** Readings of a fleet over some days, in which chance is drawn from a seed (mulberry32). */
function watch({ devices, days, hazard, seed = 1 }: { devices: number; days: number; hazard: Hazard; seed?: number }) {
  let drawn = seed;
  const draw = () => {
    drawn = (drawn + 0x6d2b79f5) | 0;
    let mixed = Math.imul(drawn ^ (drawn >>> 15), 1 | drawn);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const results: HealthAfter[] = [];
  let before = new Map<string, DeviceReading>();
  let health: FleetHealth | undefined;
  for (let day = 0; day < days; day++) {
    const at = START + day * DAY_MS;
    const until = dataUntil(at);
    const readings = Array.from({ length: devices }, (_, device) => {
      const deviceId = `device-${String(device).padStart(5, '0')}`;
      const known = before.get(deviceId)?.stops ?? [];
      const crashes = draw() < hazard(device, day) ? [aStop(new Date(until - draw() * DAY_MS).toISOString())] : [];
      return aReading({ deviceId, stops: [...known, ...crashes], lastSyncAt: new Date(at - 1).toISOString() });
    });
    const reading = { at, until, before, readings, packs: 1, settings: DEFAULT_SETTINGS };
    const result = healthAfter(health, reading);
    results.push(result);
    health = result.health;
    before = new Map(readings.map((each) => [each.deviceId, each]));
  }
  return results;
}

const stopEpisode = ({ health }: HealthAfter) => health.signals['stop-errors'].episode;

/** Few devices have most of the stop errors, as in life. */
const quiet: Hazard = (device) => BASELINE.stopErrors * 0.9 * (device % 10 === 0 ? 7 : 0.35);

describe('the health of a fleet', () => {
  it.each([12, 50, 200, 1_000])('is silent in quiet months of %i devices', (devices) => {
    const tenants = Math.min(25, Math.ceil(4_000 / devices));
    for (let seed = 1; seed <= tenants; seed++) {
      const results = watch({ devices, days: 45, hazard: quiet, seed });
      expect(results.filter((result) => stopEpisode(result).kind === 'open')).toEqual([]);
    }
  });

  it('shows a wave of crashes with the reading that learns of it, and its end after three clean readings', () => {
    const hazard: Hazard = (device, day) => (day === 10 && device < 60 ? 1 : quiet(device, day));
    const results = watch({ devices: 200, days: 20, hazard });
    const open = results.flatMap((result, day) => (stopEpisode(result).kind === 'open' ? [day] : []));
    expect(open).toEqual([10, 11, 12]);
    expect(results[10]?.crashed.map(({ reading }) => reading.deviceId)).toHaveLength(60);
    expect(results[10]?.health.signals['stop-errors'].sentence).toMatch(
      /^Stop errors: 60 of 200 devices on 2026-06-09, 0\.\d+ expected\. An alarm like this comes falsely less than once in 82 years/,
    );
    expect(stopEpisode(results[13] as HealthAfter)).toEqual({
      kind: 'quiet',
      last: { incidentId: 'stop-errors-2026-06-11', closedAt: '2026-06-14T04:15:00.000Z' },
    });
  });

  it('finds a fault that is too small for any single day', () => {
    const hazard: Hazard = (device, day) => quiet(device, day) + (day >= 10 && device % 4 === 0 ? 0.05 : 0);
    const results = watch({ devices: 400, days: 20, hazard });
    const first = results.findIndex((result) => stopEpisode(result).kind === 'open');
    expect(first).toBeGreaterThanOrEqual(10);
    expect(first).toBeLessThan(15);
  });

  it('is being learned until 28 days and three events of the tenant itself are known', () => {
    const results = watch({ devices: 1_000, days: 45, hazard: quiet });
    const learning = results.map(({ health }) => health.signals['stop-errors'].isLearning);
    expect(learning.slice(0, 35)).not.toContain(false);
    expect(learning.slice(35)).not.toContain(true);
  });

  it('learns nothing of stop errors where Endpoint analytics knows no device', () => {
    const at = START;
    const readings = [aReading({ lastSyncAt: new Date(at - 1).toISOString() })];
    const reading = { at, until: undefined, before: new Map(), readings, packs: 1, settings: DEFAULT_SETTINGS };
    const { health, crashed } = healthAfter(undefined, reading);
    expect(crashed).toEqual([]);
    expect(health).toMatchObject({
      dataUntil: null,
      signals: {
        'stop-errors': { sentence: expect.stringContaining('nothing is known') },
        bitlocker: { reporting: 1 },
      },
    });
  });

  it('takes what the first reading finds for what there was before', () => {
    const [first, second] = watch({
      devices: 50,
      days: 2,
      hazard: (device, day) => (day === 0 && device < 20 ? 1 : 0),
    });
    expect(first?.crashed).toEqual([]);
    expect(second?.crashed).toEqual([]);
    expect(second?.health.signals['stop-errors']).toMatchObject({ affected: 0, unhealthyDevices: 20 });
  });
});
