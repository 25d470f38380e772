import { describe, expect, it } from 'vitest';
import { NO_BETS, withDay } from '../../../shared/statistics/bet.ts';
import { DEFAULT_SETTINGS } from '../settings/health-settings.ts';
import type { StopCounts } from './fleet-health.ts';
import { judgeStopErrors } from './judge-stop-errors.ts';

const dayOf = (exposure: number, crashed: number, expected = exposure * 0.0022): StopCounts => ({
  day: '2026-06-16',
  days: 1,
  exposure,
  crashed,
  fresh: crashed,
  expected,
});

const judged = (
  counts: StopCounts,
  { bets = NO_BETS, recentDevices = counts.crashed } = {},
  settings = DEFAULT_SETTINGS,
) => judgeStopErrors({ counts, bets, recentDevices }, settings);

describe('stop errors', () => {
  it('of one or two devices are no incident of the tenant, however small it is', () => {
    for (const fleet of [5, 12, 20, 50])
      for (const crashed of [0, 1, 2]) expect(judged(dayOf(fleet, crashed)).alarm).toBeNull();
  });

  it('are one when chance does not explain them, at any size', () => {
    for (const [fleet, crashed] of [
      [12, 4],
      [50, 5],
      [200, 7],
      [2_000, 19],
      [10_000, 52],
    ] as const)
      expect(judged(dayOf(fleet, crashed)).alarm).toBe('running-bet');
  });

  it('below the level of 97 % alarm by themselves only where a fleet is large enough for that', () => {
    const weak = 0.04; // a fleet that crashes often: 5 % are not surprising
    expect(judged(dayOf(100, 5, 100 * weak)).alarm).toBeNull();
    expect(judged(dayOf(1_000, 50, 1_000 * weak)).alarm).toBeNull();
    expect(judged(dayOf(2_000, 100, 2_000 * weak)).alarm).toBe('level');
  });

  it('that add up slowly are found by the running bet', () => {
    let bets = NO_BETS;
    const alarms: (string | null)[] = [];
    for (let day = 0; day < 14; day++) {
      const judgement = judgeStopErrors({ counts: dayOf(200, 2), bets, recentDevices: 8 }, DEFAULT_SETTINGS);
      bets = judgement.bets;
      alarms.push(judgement.alarm);
    }
    expect(alarms.indexOf('running-bet')).toBeGreaterThan(3);
  });

  it('leave no bets behind once they are an incident', () => {
    expect(judged(dayOf(200, 20)).bets).toEqual(NO_BETS);
    expect(judged(dayOf(200, 0)).bets).toEqual(withDay(NO_BETS, 0, 200 * 0.0022));
  });

  it('alarm later where a tenant has asked for it', () => {
    const deaf = { ...DEFAULT_SETTINGS, alarm: { limit: 10_000_000, minDevices: 3 } };
    expect(judged(dayOf(50, 5)).alarm).toBe('running-bet');
    expect(judged(dayOf(50, 5), {}, deaf).alarm).toBeNull();
    const many = { ...DEFAULT_SETTINGS, alarm: { limit: 30_000, minDevices: 10 } };
    expect(judged(dayOf(50, 5), {}, many).alarm).toBeNull();
  });

  it('are clean again when neither level nor chance objects', () => {
    expect(judged(dayOf(200, 1)).isClean).toBe(true);
    expect(judged(dayOf(200, 3)).isClean).toBe(false);
    expect(judged(dayOf(0, 0, 0)).isClean).toBe(true);
  });
});
