import { expect, test } from 'vitest';
import { nextAttempt, retryPolicy } from './retry-policy.ts';

test('a fixed delay stays the same until the attempts are used up', () => {
  const policy = { strategy: 'fixedDelay', maxRetryCount: 2, delay: 10_000 } as const;
  expect([1, 2, 3].map((failures) => nextAttempt(policy, failures))).toEqual([10_000, 10_000, undefined]);
});

test('an exponential delay doubles up to its maximum, for ever when the count is -1', () => {
  const policy = { strategy: 'exponentialBackoff', maxRetryCount: -1, minimum: 1_000, maximum: 5_000 } as const;
  expect([1, 2, 3, 4, 5_000].map((failures) => nextAttempt(policy, failures))).toEqual([
    1_000, 2_000, 4_000, 5_000, 5_000,
  ]);
});

test('without a policy there is no second attempt', () => {
  expect(nextAttempt(undefined, 1)).toBeUndefined();
});

test('a policy without its interval is refused, naming the function', () => {
  const options = { retryStrategy: 'fixedDelay', maxRetryCount: 1 } as const;
  expect(() => retryPolicy('feed', 'cosmosDBTrigger', options)).toThrow(/"feed"[\s\S]*delayInterval/);
});
