import { describe, expect, test } from 'vitest';
import { patchTuesday } from '../../../../shared/time/patch-tuesday.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { DAY } from './time.ts';
import { rings } from './update-policies.ts';
import { editions } from './windows.ts';

/** Percent of all devices with the update installed, so many days after its release, and how many devices said so. */
const days = [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 14, 16, 18, 21, 28];
const curves = [
  { devices: 507, percent: [78, 92, 94, 94, 95, 96, 96, 97, 97, 97, 97, 97, 98, 98, 98] },
  { devices: 993, percent: [0, 21, 47, 59, 63, 91, 93, 94, 95, 95, 96, 98, 98, 98, 98] },
  { devices: 8_973, percent: [0, 0, 0, 0, 0, 23, 48, 82, 91, 92, 94, 96, 96, 97, 98] },
  { devices: 89_527, percent: [0, 0, 0, 0, 0, 0, 0, 0, 22, 36, 66, 91, 93, 95.3, 97] },
];

const released = patchTuesday(2026, 6);

describe.each(curves.map((curve, ring) => ({ name: rings[ring], ring, ...curve })))(
  'the monthly update in ring $name',
  ({ ring, percent, devices }) => {
    test('spreads as it did when the rates were set', () => {
      const fleet = fleetInRing(ring);
      const measured = days.map((day) => {
        fleet.advanceTo(released + day * DAY);
        return 100 * installed(fleet);
      });
      for (const [n, value] of measured.entries()) {
        const expected = percent[n] ?? 0;
        expect(Math.abs(value - expected), `${value} on day ${days[n]}`).toBeLessThan(
          1.5 + samplingError(expected, devices),
        );
      }
    });
  },
);

function fleetInRing(ring: number): Fleet {
  const fleet = createFleet({ seed: 11, devices: 20_000, start: Date.UTC(2026, 5, 9) });
  for (let device = 0; device < 20_000; device += 1) fleet.policies.assign(device, ring);
  return fleet;
}

/** The part of the devices that the update is meant for and that have it. */
function installed({ columns, releases }: Fleet): number {
  let meant = 0;
  let done = 0;
  for (let device = 0; device < 20_000; device += 1) {
    const release = releases.latestSecurity(columns.build[device] ?? 0, released + 1);
    if (release?.at !== released || editions[columns.edition[device] ?? 0] === 'ltsc') continue;
    meant += 1;
    if ((columns.revision[device] ?? 0) >= release.revision) done += 1;
  }
  return done / meant;
}

/** The curves come from so few devices that they have an error of their own; two standard deviations of it. */
function samplingError(percent: number, devices: number): number {
  const share = Math.min(Math.max(percent / 100, 0.005), 0.995);
  return 200 * Math.sqrt((share * (1 - share)) / devices);
}
