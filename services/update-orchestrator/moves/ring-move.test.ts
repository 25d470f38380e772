import { describe, expect, it } from 'vitest';
import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import type { Device } from '../devices/device.ts';
import { adopted, at, devicesOf, JULY, JUNE_BUILD, openIn } from '../gate/test-release.ts';
import { movesOf, ringsAfter } from './ring-move.ts';

const wednesday = at('2026-07-15T18:00:00Z');
const july = openIn(adopted(JULY), ['Test', 'First'], wednesday);
const gated = devicesOf('Broad', 2, { osVersion: JUNE_BUILD, since: wednesday, seen: wednesday });
const moment = { release: july, gated, now: wednesday };

function inRing(deviceId: string, ring: Ring | null): Device {
  const since = '2026-07-01T00:00:00Z';
  return {
    deviceId,
    managedDeviceId: `m-${deviceId}`,
    entraDeviceId: null,
    name: deviceId.toUpperCase(),
    manufacturer: null,
    model: null,
    placement: ring && { ring, by: 'auto', from: null, pending: false, since, reason: '-' },
  };
}

const devices = [inRing('Broad-001', 'Broad'), inRing('Broad-000', 'Broad'), inRing('new', null), inRing('f', 'First')];

describe('a move of devices', () => {
  it('says how many devices each ring will have', () => {
    const before = { Test: 0, First: 5, Fast: 15, Broad: 80 };
    expect(ringsAfter(devices, 'First', before).map(({ ring, after }) => [ring, after])).toEqual([
      ['Test', 0],
      ['First', 8],
      ['Fast', 15],
      ['Broad', 78],
    ]);
    expect(ringsAfter(devices, 'Automatic', before).every((each) => each.before === each.after)).toBe(true);
  });

  it('says of each device where it comes from and how it will stand', () => {
    const moves = movesOf(devices, 'First', moment);
    expect(moves.map(({ deviceId, from }) => [deviceId, from])).toEqual([
      ['Broad-000', 'Broad'],
      ['Broad-001', 'Broad'],
      ['f', 'First'],
      ['new', null],
    ]);
    expect(moves[0]?.sentence).toBe('First is offered KB5101650 since 2026-07-15.');
    expect(moves[3]?.sentence).toBe('It has not checked in yet.');
    expect(movesOf(devices, 'Automatic', moment)[0]?.sentence).not.toBe(moves[0]?.sentence);
  });
});
