import { expect, it } from 'vitest';
import { shrunkRate } from './rate.ts';

it('a rate is drawn to that of other fleets, as by five events, as long as there is little history', () => {
  expect(shrunkRate(17, 7_800, 0.0021783)).toBeCloseTo(0.00217922, 8);
  expect(shrunkRate(0, 0, 0.0022)).toBeCloseTo(0.0022, 12);
  expect(shrunkRate(0, 0, 0.01)).toBeCloseTo(0.01, 12);
  expect(shrunkRate(1_000, 100_000, 0.0022)).toBeCloseTo(0.01, 2);
});
