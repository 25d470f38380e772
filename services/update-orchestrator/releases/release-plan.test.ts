import { describe, expect, it } from 'vitest';
import { planHash } from '../../../shared/approvals/plan.ts';
import { paused } from '../gate/decisions.ts';
import { adopted, at, devicesOf, JULY, JULY_BUILD, JUNE_BUILD, openIn } from '../gate/test-release.ts';
import { planOf, reachOf, ringsOf } from './release-plan.ts';

const wednesday = at('2026-07-15T18:00:00Z');
const seen = { since: wednesday, seen: wednesday };
const july = openIn(adopted(JULY), ['Test', 'First'], wednesday);
const devices = [
  ...devicesOf('First', 3, { osVersion: JULY_BUILD, ...seen }),
  ...devicesOf('Fast', 4, { osVersion: JUNE_BUILD, ...seen }),
  ...devicesOf('Broad', 2, { osVersion: JULY_BUILD, ...seen }),
  ...devicesOf('Broad', 7, { osVersion: JUNE_BUILD, ...seen }).slice(2),
];

describe('the plan of holding a release', () => {
  const rings = ringsOf('pause', july, ['First', 'Fast', 'Broad']);

  it('leaves out rings that have it', () => {
    expect(rings).toEqual(['Fast', 'Broad']);
    expect(() => ringsOf('pause', july, ['Test', 'First'])).toThrow('have the release already');
    expect(() => ringsOf('resume', july, ['Fast'])).toThrow('None of these rings is held');
  });

  it('names the devices that will not get it, and counts those that keep it', () => {
    expect(planOf('pause', july, rings, devices).devices).toHaveLength(9);
    expect(reachOf(july, rings, devices)).toEqual([
      { ring: 'Fast', devices: 4, updated: 0 },
      { ring: 'Broad', devices: 7, updated: 2 },
    ]);
  });

  it('is another one once a ring has moved on or another device was hit', () => {
    const hash = planHash(planOf('pause', july, rings, devices));
    const opened = openIn(july, ['Fast'], wednesday);
    expect(planHash(planOf('pause', opened, ringsOf('pause', opened, rings), devices))).not.toBe(hash);
    const cell = { measure: 'stop-errors', group: 'all', weight: 1, devices: 1, expected: 0.1 };
    const evidence = {
      at: JULY.kbs[0] ?? '',
      dataUntil: null,
      total: 1,
      cells: [cell],
      updated: 0,
      reachable: 0,
      failed: 0,
    };
    const hit = { ...july, verdict: { sentence: '-', evidence } };
    expect(planHash(planOf('pause', hit, rings, devices))).not.toBe(hash);
  });
});

describe('the plan of resuming it', () => {
  it('names the rings that a person or the gate holds', () => {
    const { state } = paused(july, ['Broad'], 'Quarter end.', wednesday);
    const rings = ringsOf('resume', state, ['Fast', 'Broad']);
    expect(rings).toEqual(['Broad']);
    expect(planOf('resume', state, rings, devices).risks[0]).toContain('Broad will get KB5101650');
  });
});
