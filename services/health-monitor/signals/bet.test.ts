import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bet, chanceOf, NO_BETS, shrunkRate, winningsOf, withDay } from './bet.ts';

const devices = fc.integer({ min: 0, max: 60 });
const expected = fc.double({ min: 0, max: 20, noNaN: true });

describe('a bet against a healthy fleet', () => {
  it.each([
    [0, 0, 1],
    [0, 1, 0.0451529],
    [1, 0.1, 2.44386],
    [2, 0.05, 99.8483],
    [3, 0.1, 574.719],
    [4, 0.1, 18_650.4],
    [5, 0.3, 2_567.73],
    [9, 1, 42_024.5],
    [30, 10, 141_458],
    [14, 9.5, 0.00893],
  ])('on %i devices where %f are expected pays %f', (hit, mean, payoff) => {
    expect(bet(hit, mean)).toBeCloseTo(payoff, payoff < 100 ? 4 : payoff < 10_000 ? 2 : -1);
  });

  it('pays more for every device that is hit, and less the more were to be expected', () => {
    fc.assert(
      fc.property(devices, expected, (hit, mean) => {
        expect(bet(hit + 1, mean)).toBeGreaterThan(bet(hit, mean));
        expect(bet(hit, mean + 1)).toBeLessThan(bet(hit, mean));
      }),
    );
  });

  it('is fair: nobody wins on average while nothing is the matter', () => {
    for (const mean of [0.05, 0.2, 0.5, 2]) {
      let average = 0;
      let chance = Math.exp(-mean);
      for (let hit = 0; hit < 200; hit++) {
        average += chance * bet(hit, mean);
        chance *= mean / (hit + 1);
      }
      expect(average).toBeCloseTo(1, 6);
    }
  });
});

describe('the running bet', () => {
  it('grows over the days as published', () => {
    const days = [
      [0, 0.4, 0.15888],
      [1, 0.4, 0.7448],
      [4, 0.4, 152.62],
      [3, 0.4, 3_635.1],
    ] as const;
    let running = NO_BETS;
    for (const [hit, mean, sum] of days) {
      running = withDay(running, hit, mean);
      expect(winningsOf(running)).toBeCloseTo(sum, sum < 10 ? 4 : 1);
    }
  });

  it('stays a number that can be stored, whatever happens', () => {
    let running = NO_BETS;
    for (let day = 0; day < 10; day++) running = withDay(running, 100_000, 0);
    expect(Number.isFinite(winningsOf(running))).toBe(true);
    expect(JSON.parse(JSON.stringify(running))).toEqual(running);
  });
});

it('a rate is drawn to that of other fleets as long as there is little history', () => {
  expect(shrunkRate(17, 7_800, 0.0021783)).toBeCloseTo(0.00217922, 8);
  expect(shrunkRate(0, 0, 0.0022)).toBeCloseTo(0.0022);
  expect(shrunkRate(1_000, 100_000, 0.0022)).toBeCloseTo(0.01, 2);
});

it('a level is surely missed at 4 of 12, 8 of 50, 12 of 100, 38 of 500 devices, and not at one less', () => {
  for (const [fleet, off] of [
    [12, 4],
    [20, 5],
    [50, 8],
    [100, 12],
    [200, 19],
    [500, 38],
    [2_000, 125],
  ] as const) {
    expect(chanceOf(off, 0.05 * fleet)).toBeLessThan(0.01);
    expect(chanceOf(off - 1, 0.05 * fleet)).toBeGreaterThanOrEqual(0.01);
  }
});
