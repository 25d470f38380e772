import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Placed, placeDevices, sharesOf, type Waiting } from './ring-placement.ts';
import { AUTOMATIC_RINGS } from './ring-table.ts';

const devices = (count: number): Waiting[] =>
  Array.from({ length: count }, (_, n) => ({ deviceId: `d${String(n).padStart(5, '0')}`, model: `model ${n % 5}` }));

function sizes(rings: ReadonlyMap<string, string>) {
  return AUTOMATIC_RINGS.map((ring) => [...rings.values()].filter((each) => each === ring).length);
}

describe('devices that arrive', () => {
  it.each([
    [10, [1, 1, 8]],
    [200, [10, 30, 160]],
    [1_000, [10, 90, 900]],
  ])('%i at once are spread as 5/15/80 up to 200 devices, and as 1/9/90 above', (count, expected) => {
    expect(sizes(placeDevices(devices(count), [], count))).toEqual(expected);
  });

  it('get the same ring in whatever order they are found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(devices(60), { minLength: 60 }), (shuffled) => {
        expect(placeDevices(shuffled, [], 60)).toEqual(placeDevices(devices(60), [], 60));
      }),
    );
  });

  it('never push a ring further than one device from its share, however they come in groups', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }), (groups) => {
        const placed: Placed[] = [];
        const managed = groups.reduce((sum, group) => sum + group, 0);
        for (const [n, group] of groups.entries()) {
          const waiting = devices(group).map((device) => ({ ...device, deviceId: `${n}-${device.deviceId}` }));
          for (const [deviceId, ring] of placeDevices(waiting, placed, managed))
            placed.push({ deviceId, model: null, ring });
        }
        const shares = sharesOf(managed);
        for (const ring of AUTOMATIC_RINGS) {
          const count = placed.filter((device) => device.ring === ring).length;
          expect(Math.abs(count - shares[ring] * managed)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('of one model are not all in one ring', () => {
    const rings = placeDevices(devices(1_000), [], 1_000);
    const inFast = devices(1_000).filter(({ deviceId }) => rings.get(deviceId) === 'Fast');
    expect(new Set(inFast.map(({ model }) => model)).size).toBe(5);
  });
});
