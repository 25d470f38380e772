import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bet } from '../../../shared/statistics/bet.ts';
import { blindFactor, type Cell, verdict } from './weighted-bets.ts';

const cell = (devices: number, expected: number, weight = 1): Cell => ({
  measure: 'stop-errors',
  group: 'all',
  weight,
  devices,
  expected,
});

describe('a verdict', () => {
  it('of one model is that of the published example', () => {
    const { total, halt } = verdict([cell(5, 0.1, 0.5 / 28 / 5)]);
    expect(total).toBeCloseTo(2_516, 0);
    expect(halt).toBe(true);
  });

  it('rests on no single device', () => {
    expect(verdict([cell(1, 0.000_001)])).toEqual({ total: 0, halt: false, top: undefined });
  });

  it('is never larger than the largest of its bets, when the weights make one', () => {
    const cells = fc.array(fc.tuple(fc.integer({ min: 2, max: 20 }), fc.double({ min: 0.01, max: 5, noNaN: true })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(cells, (pairs) => {
        const { total } = verdict(pairs.map(([devices, expected]) => cell(devices, expected, 1 / pairs.length)));
        expect(total).toBeLessThanOrEqual(
          Math.max(...pairs.map(([devices, expected]) => bet(devices, expected))) * 1.000001,
        );
      }),
    );
  });
});

it('says how large a fault would have been seen', () => {
  expect(blindFactor(0.176, 0.1)).toBeCloseTo(53.7, 1);
});
