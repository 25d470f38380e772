import type { Subscription } from './subscription.ts';

/** What Graph tells about a subscription itself. */
export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** What is to be done about a subscription. To catch up is to read from the last stored delta link or watermark. */
export type SubscriptionStep =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'create'; readonly catchUp: boolean }
  | { readonly kind: 'renew' }
  | { readonly kind: 'reauthorise' }
  | { readonly kind: 'catch-up' };

const HOUR_MS = 60 * 60_000;

/**
 * What a timer does about a subscription. `known` is what is stored; `atGraph` says whether Graph still has it: it may be
 * gone without a word. It is renewed in the second half of its life.
 */
export function stepByTimer(known: Subscription | undefined, atGraph: boolean, now: number): SubscriptionStep {
  if (!known) return { kind: 'create', catchUp: false };
  if (!atGraph || known.expiresAt <= now) return { kind: 'create', catchUp: true };
  const bornAt = known.renewedAt ?? known.createdAt;
  return now > (bornAt + known.expiresAt) / 2 ? { kind: 'renew' } : { kind: 'nothing' };
}

/** What a lifecycle event leads to. It repeats itself every quarter of an hour; once an hour is enough. */
export function stepByEvent(event: LifecycleEvent, known: Subscription, now: number): SubscriptionStep {
  switch (event) {
    case 'reauthorizationRequired':
      return now - (known.renewedAt ?? Number.NEGATIVE_INFINITY) < HOUR_MS
        ? { kind: 'nothing' }
        : { kind: 'reauthorise' };
    case 'subscriptionRemoved':
      return { kind: 'create', catchUp: true };
    case 'missed':
      return { kind: 'catch-up' };
  }
}

const DAY_MINUTES = 24 * 60;

/** Longest life in minutes (learn.microsoft.com/graph/api/resources/subscription), with some to spare. */
const LONGEST_MINUTES: readonly (readonly [RegExp, number])[] = [
  [/^\/?(users|groups|devices)(\/[^/]+)?$/i, 28 * DAY_MINUTES],
  [/^\/?security\//i, 29 * DAY_MINUTES],
  [/\/(messages|events|contacts)\b/i, 4_200],
];

const LEAST_MINUTES = 60;

/** When a new or renewed subscription to a resource ends. Milliseconds since 1970. */
export function expiryFor(resource: string, now: number): number {
  const minutes = LONGEST_MINUTES.find(([pattern]) => pattern.test(resource))?.[1] ?? LEAST_MINUTES;
  return now + minutes * 60_000;
}
