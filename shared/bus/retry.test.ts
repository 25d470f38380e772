import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ATTEMPTS, retryDelayMs, retryMessageId } from './retry.ts';

test('the delay lies below a ceiling that doubles, and never above half an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS }), fc.string(), (attempt, messageId) => {
      const delay = retryDelayMs(attempt, messageId);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(Math.min(2_000 * 2 ** (attempt - 1), 30 * 60_000));
    }),
  );
});

test('messages that failed together come back apart', () => {
  const delays = Array.from({ length: 1_000 }, (_, n) => retryDelayMs(12, `e${n}`));
  const quarters = [0, 1, 2, 3].map(
    (quarter) => delays.filter((delay) => Math.floor(delay / 450_000) === quarter).length,
  );
  for (const count of quarters) expect(count).toBeGreaterThan(150);
});

test('every copy has an id of its own, and those of a replay are not those of the first round', () => {
  expect(retryMessageId('e1', 1)).toBe('e1:r1');
  expect(retryMessageId('e1:r1', 2)).toBe('e1:r2');
  expect(retryMessageId('e1:p1', 1)).toBe('e1:p1:r1');
  expect(retryMessageId('e1:p1:r9', 10)).toBe('e1:p1:r10');
});
