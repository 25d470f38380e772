import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDue, looksAfter } from './polling.ts';

const START = Date.parse('2026-06-09T00:00:00Z');
const DAY = 86_400_000;
const SLOT = 300_000;

const slots = Array.from({ length: DAY / SLOT }, (_, n) => START + n * SLOT);

it.each([
  [60, 1440],
  [300, 288],
  [900, 96],
  [3600, 24],
])('a tenant that wants a look every %i seconds has %i a day', (pollSeconds, looks) => {
  const all = slots.flatMap((at) => [...(isDue(at, pollSeconds) ? [at] : []), ...looksAfter(at, pollSeconds)]);
  expect(all).toHaveLength(looks);
});

it('no tenant waits longer than the minutes that it asks for, rounded up to whole slots where they are more than one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (minutes) => {
      const pollSeconds = minutes * 60;
      const all = slots.flatMap((at) => [...(isDue(at, pollSeconds) ? [at] : []), ...looksAfter(at, pollSeconds)]);
      const waits = all.slice(1).map((at, n) => at - (all[n] ?? 0));
      const longest = pollSeconds * 1000;
      const most = longest <= SLOT ? longest : Math.ceil(longest / SLOT) * SLOT;
      expect(Math.max(...waits)).toBeLessThanOrEqual(most);
      expect(Math.min(...waits)).toBeGreaterThan(0);
    }),
  );
});
