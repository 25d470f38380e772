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

  it('of the most common models are all met in First', () => {
    const models = [...'aaaaaaaabbbbcccdde'];
    const fleet = devices(1_000).map((device, n) => ({ ...device, model: models[n % models.length] ?? null }));
    const rings = placeDevices(fleet, [], fleet.length);
    const inFirst = fleet.filter(({ deviceId }) => rings.get(deviceId) === 'First').map(({ model }) => model);
    expect(inFirst.sort().join('')).toBe('aaaabbccde');
  });

  it('are spread by model as the rings are by size, also when they come in two groups', () => {
    const early = placeDevices(devices(500), [], 500);
    const placed = devices(500).map((device): Placed => ({ ...device, ring: early.get(device.deviceId) ?? 'Broad' }));
    const late = devices(1_000).slice(500);
    const rings = placeDevices(late, placed, 1_000);
    const inFast = [
      ...placed.filter(({ ring }) => ring === 'Fast'),
      ...late.filter(({ deviceId }) => rings.get(deviceId) === 'Fast'),
    ];
    for (const model of [0, 1, 2, 3, 4])
      expect(inFast.filter((device) => device.model === `model ${model}`)).toHaveLength(18);
  });
});
