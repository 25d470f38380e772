import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { scriptNamed } from '../faults/scripts.ts';
import { BYTES_PER_DEVICE, columnNames } from './columns.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { DAY } from './time.ts';

const start = Date.UTC(2026, 5, 9);
const badMonth = (['bad-update', 'ransomware', 'ring-drift', 'vacation'] as const).flatMap(
  (name) => scriptNamed(name).faults,
);

describe('a fleet', () => {
  test('with the same seed and faults is the same to the byte, and with another seed is not', () => {
    const run = (seed: number) => {
      const fleet = createFleet({ seed, devices: 1_000, start });
      fleet.faults.inject(badMonth);
      fleet.advanceTo(start + 30 * DAY);
      return digest(fleet);
    };
    expect(run(5)).toBe(run(5));
    expect(run(5)).not.toBe(run(6));
  });

  test('does not depend on the steps in which its time goes on', () => {
    const [whole, inSteps] = [1, 2].map(() => createFleet({ seed: 5, devices: 500, start }));
    whole?.advanceTo(start + 10 * DAY);
    for (let time = start; time <= start + 10 * DAY; time += 7_777_777) inSteps?.advanceTo(time);
    inSteps?.advanceTo(start + 10 * DAY);
    expect(inSteps && digest(inSteps)).toBe(whole && digest(whole));
  });

  test('of any size has the same first devices, which do the same', () => {
    const large = createFleet({ seed: 8, devices: 100_000, start });
    large.advanceTo(start + 12 * DAY);
    for (const devices of [10, 10_000]) {
      const small = createFleet({ seed: 8, devices, start });
      small.advanceTo(start + 12 * DAY);
      for (const name of columnNames)
        expect(large.columns[name].subarray(0, devices), name).toEqual(small.columns[name].subarray(0, devices));
      expect(large.stopErrors().filter(({ device }) => device < devices)).toEqual(small.stopErrors());
    }
  });

  test('goes on from a snapshot as if nothing had happened, also in a fleet made anew', () => {
    const fleet = createFleet({ seed: 5, devices: 1_000, start });
    fleet.faults.inject(badMonth);
    fleet.advanceTo(start + 9 * DAY);
    const snapshot = structuredClone(fleet.save());
    fleet.advanceTo(start + 25 * DAY);
    const anew = createFleet({ seed: 5, devices: 1_000, start });
    anew.advanceTo(start + 2 * DAY);
    anew.restore(snapshot);
    expect(anew.now()).toBe(start + 9 * DAY);
    anew.advanceTo(start + 25 * DAY);
    expect(digest(anew)).toBe(digest(fleet));
  });

  test('takes no snapshot of another one', () => {
    const snapshot = createFleet({ seed: 5, devices: 10, start }).save();
    expect(() => createFleet({ seed: 6, devices: 10, start }).restore(snapshot)).toThrow(RangeError);
    expect(() => createFleet({ seed: 5, devices: 2_000, start }).restore(snapshot)).toThrow(RangeError);
  });

  test('needs about 120 bytes a device', () => {
    expect(BYTES_PER_DEVICE).toBeLessThanOrEqual(120);
  });

  test('says when something is next to happen, and nothing happens before', () => {
    const fleet = createFleet({ seed: 5, devices: 200, start });
    for (let n = 0; n < 50; n += 1) {
      const next = fleet.nextEvent() ?? Number.NaN;
      const before = digest(fleet);
      fleet.advanceTo(next - 1);
      expect(digest(fleet)).toBe(before);
      fleet.advanceTo(next);
      expect(fleet.nextEvent()).toBeGreaterThan(next);
    }
  });
});

/** Of all that has happened; the columns byte for byte. */
function digest(fleet: Fleet): string {
  const hash = createHash('sha256');
  for (const name of columnNames) hash.update(new Uint8Array(fleet.columns[name].buffer));
  hash.update(JSON.stringify([fleet.stopErrors(), fleet.alerts.all(), fleet.groups.changes(), fleet.actions.all()]));
  return hash.digest('hex');
}
