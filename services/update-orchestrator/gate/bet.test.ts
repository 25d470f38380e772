import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bet, blindFactor, type Cell, rate, verdict } from './bet.ts';

const cell = (devices: number, expected: number, weight = 1): Cell => ({
  measure: 'stop-errors',
  group: 'all',
  weight,
  devices,
  expected,
});

describe('the bet', () => {
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
  ])('on %i devices of %d expected is %d', (devices, expected, value) => {
    expect(bet(devices, expected) / value).toBeCloseTo(1, 3);
  });

  it('grows with the devices, and falls with what was expected', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.double({ min: 0.01, max: 20, noNaN: true }), (devices, expected) => {
        expect(bet(devices + 1, expected)).toBeGreaterThan(bet(devices, expected));
        expect(bet(devices, expected * 1.1)).toBeLessThan(bet(devices, expected));
      }),
    );
  });

  it('wins nothing on average when the expectation is right', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1.5, noNaN: true }), (expected) => {
        let probability = Math.exp(-expected);
        let mean = 0;
        for (let devices = 0; devices < 200; devices += 1) {
          mean += probability * bet(devices, expected);
          probability *= expected / (devices + 1);
        }
        expect(mean).toBeCloseTo(1, 6);
      }),
    );
  });
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

it('a rate leans on its prior as on five events', () => {
  expect(rate(17, 7_800, 0.0021783)).toBeCloseTo(0.00217922, 8);
  expect(rate(0, 0, 0.01)).toBeCloseTo(0.01, 12);
});

it('says how large a fault would have been seen', () => {
  expect(blindFactor(0.176, 0.1)).toBeCloseTo(53.7, 1);
});
