import type { Container } from './container.ts';
import { CosmosError, SUBSTATUS } from './errors.ts';

/**
 * A budget of request units for each container and second of the wall clock. A request is let through while anything
 * is left of the second's budget, and may overdraw it; what comes then is refused until a second that has paid the debt.
 */
export interface Throughput {
  /** Throws 429 with the time to wait when nothing is left. */
  admit(container: Container): void;
  spend(container: Container, charge: number): void;
}

export const unlimitedThroughput: Throughput = { admit: () => undefined, spend: () => undefined };

export function limitedThroughput(ruPerSecond: number, now: () => number = () => performance.now()): Throughput {
  const budgets = new WeakMap<Container, Budget>();

  function budgetOf(container: Container): Budget {
    const budget = budgets.get(container) ?? { left: ruPerSecond, since: now() };
    budgets.set(container, budget);
    const seconds = Math.floor((now() - budget.since) / SECOND_IN_MS);
    budget.left = Math.min(ruPerSecond, budget.left + seconds * ruPerSecond);
    budget.since += seconds * SECOND_IN_MS;
    return budget;
  }

  return {
    admit(container) {
      const { left, since } = budgetOf(container);
      if (left > 0) return;
      const seconds = Math.floor(-left / ruPerSecond) + 1;
      throw tooManyRequests(Math.ceil(since + seconds * SECOND_IN_MS - now()));
    },
    spend(container, charge) {
      budgetOf(container).left -= charge;
    },
  };
}

const SECOND_IN_MS = 1000;

interface Budget {
  left: number;
  /** Beginning of its second. */
  since: number;
}

function tooManyRequests(retryAfterInMs: number): CosmosError {
  const message =
    'Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later.';
  return new CosmosError(429, message, { substatus: SUBSTATUS.requestRateTooLarge, retryAfterInMs });
}
