import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRateLimiter } from './rate-limit.ts';

describe('a rate limit', () => {
  it('lets at most a bucket and what has flowed into it pass, over any time', () => {
    const step = fc.record({ waitMs: fc.integer({ min: 0, max: 30_000 }), requests: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.array(step, { minLength: 1, maxLength: 20 }),
        (perMinute, steps) => {
          let now = 0;
          let passed = 0;
          const limiter = openRateLimiter(perMinute, { now: () => now });
          for (const { waitMs, requests } of steps) {
            now += waitMs;
            for (let count = 0; count < requests; count++) if (!limiter('ada')) passed++;
          }
          expect(passed).toBeLessThanOrEqual(perMinute + (now * perMinute) / 60_000);
        },
      ),
    );
  });

  it('lets a caller pass who waits as long as was asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (perMinute) => {
        let now = 0;
        const limiter = openRateLimiter(perMinute, { now: () => now });
        for (let count = 0; count < perMinute; count++) limiter('ada');
        const wait = limiter('ada');
        expect(wait).toBeDefined();
        now += (wait?.retryAfterSeconds ?? 0) * 1000;
        expect(limiter('ada')).toBeUndefined();
      }),
    );
  });

  it('is not moved by a clock that goes back', () => {
    let now = 60_000;
    const limiter = openRateLimiter(1, { now: () => now });
    expect(limiter('ada')).toBeUndefined();
    now = 0;
    expect(limiter('ada')).toBeDefined();
  });
});
