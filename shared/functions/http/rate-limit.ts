import type { HttpRequest } from '@azure/functions';
import { LRUCache } from 'lru-cache';
import { digest } from '../../state/digest.ts';
import type { Clock } from '../../time/clock.ts';
import { refuse } from '../problems.ts';

const MAX_BUCKETS = 10_000;

/** Takes one token from the bucket of `key`, or says after how many seconds there will be one. */
export type RateLimiter = (key: string) => { readonly retryAfterSeconds: number } | undefined;

/** One token bucket per key in this instance: `perMinute` tokens at most, filled evenly. The least used buckets are forgotten. */
export function openRateLimiter(perMinute: number, clock: Clock): RateLimiter {
  const buckets = new LRUCache<string, { tokens: number; filledAt: number }>({ max: MAX_BUCKETS });
  const perMs = perMinute / 60_000;
  return (key) => {
    const now = clock.now();
    const bucket = buckets.get(key) ?? { tokens: perMinute, filledAt: now };
    bucket.tokens = Math.min(perMinute, bucket.tokens + Math.max(0, now - bucket.filledAt) * perMs);
    bucket.filledAt = now;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return { retryAfterSeconds: Math.ceil((1 - bucket.tokens) / perMs / 1000) };
    bucket.tokens -= 1;
    return undefined;
  };
}

/**
 * Refuses a request whose bucket is empty. Before the token is checked a caller is known by its digest alone, so nobody can
 * drain another's bucket; those without a token share one for each operation.
 */
export function limitRate(limiter: RateLimiter, request: HttpRequest, operation: string): void {
  const authorization = request.headers.get('authorization');
  const caller = authorization ? digest(authorization) : operation;
  const wait = limiter(`${request.params['tenantId'] ?? '-'}|${caller}`);
  if (wait) throw refuse('too-many-requests', 'Too many requests.', { retryable: true, detail: { ...wait } });
}
