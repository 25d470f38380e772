import { expect, it } from 'vitest';
import { chanceOf } from './chance.ts';

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
