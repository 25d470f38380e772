import * as z from 'zod';
import { type Change, defineAggregate } from '../../state/aggregate.ts';
import type { NotNow } from '../errors.ts';
import { type LeaseRequest, lease } from './lease.ts';
import { isBlocked, isOver, probing, refusedAgain, type TooManyRequests } from './throttle.ts';

const throttleSchema = z.object({
  refusals: z.number().int(),
  since: z.number(),
  growingMs: z.number(),
  until: z.number(),
  answersCountFrom: z.number(),
});

/** What a service has used of its share of a class, and what 429s have come to: shared by all its instances. */
const budgetSchema = z.object({
  leased: z.array(z.array(z.tuple([z.number().int(), z.number()]).readonly()).readonly()).readonly(),
  throttle: throttleSchema.exactOptional(),
});

export type Budget = z.infer<typeof budgetSchema>;

/** Id: the class. */
export const graphBudget = defineAggregate({
  kind: 'graph-budget',
  schemaVersion: 1,
  schema: budgetSchema,
  besideFeed: true,
});

export const NOTHING_LEASED: Budget = { leased: [] };

export type Admission =
  | { readonly kind: 'leased'; readonly units: number; readonly until: number }
  | { readonly kind: 'wait'; readonly until: number; readonly because: NotNow }
  | { readonly kind: 'not-shared' };

/** Decides on a lease: the next budget, if anything of it changes, and what is said to the caller. */
export function admit(
  budget: Budget,
  request: LeaseRequest,
): { readonly admission: Admission; readonly next?: Budget } {
  const { throttle } = budget;
  if (throttle && throttle.until > request.now)
    return {
      admission: {
        kind: 'wait',
        until: throttle.until,
        because: isBlocked(throttle) ? 'tenant-blocked' : 'throttled',
      },
    };
  const answer = lease(budget.leased, request);
  switch (answer.kind) {
    case 'not-shared':
      return { admission: answer };
    case 'spent':
      return { admission: { kind: 'wait', until: answer.until, because: 'budget-spent' } };
    case 'leased': {
      const { leased, units, until } = answer;
      if (!isBlocked(throttle)) return { admission: { kind: 'leased', units, until }, next: { ...budget, leased } };
      const probe = { kind: 'leased' as const, units: Math.min(request.units, units), until };
      return { admission: probe, next: { leased, throttle: probing(throttle, request.now) } };
    }
  }
}

/** The budget after a 429. */
export function afterTooMany(budget: Budget, answer: TooManyRequests): Change<Budget> & { readonly state: Budget } {
  return { state: { ...budget, throttle: refusedAgain(budget.throttle, answer) } };
}

/** The budget after a call that went through, when it shows that a throttle is over. */
export function afterAnswer(budget: Budget, sentAt: number): Budget | undefined {
  if (!budget.throttle || !isOver(budget.throttle, sentAt)) return undefined;
  return { leased: budget.leased };
}
