import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bet, NO_BETS, winningsOf, withDay } from './bet.ts';

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
  ])('on %i devices where %f are expected pays %f', (hit, expected, payoff) => {
    const paid = bet(hit, expected);
    expect(paid / payoff).toBeCloseTo(1, 3);
    expect(paid).toBeCloseTo(payoff, payoff < 100 ? 4 : payoff < 10_000 ? 2 : -1);
  });

  it('pays more for every device that is hit, and less the more were to be expected', () => {
    const expected = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.nat({ max: 60 }), expected, (hit, mean) => {
        expect(bet(hit + 1, mean)).toBeGreaterThan(bet(hit, mean));
        expect(bet(hit, mean + 0.001)).toBeLessThan(bet(hit, mean));
      }),
    );
  });

  it('is fair: nobody wins on average while nothing is the matter', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 2, noNaN: true }), (mean) => {
        let average = 0;
        let chance = Math.exp(-mean);
        for (let hit = 0; hit < 200; hit++) {
          average += chance * bet(hit, mean);
          chance *= mean / (hit + 1);
        }
        expect(average).toBeCloseTo(1, 6);
      }),
    );
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
