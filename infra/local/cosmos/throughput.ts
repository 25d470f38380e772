import { CosmosError, SUBSTATUS } from './errors.ts';
import { refusal } from './handler.ts';
import type { CosmosRequest, Handler } from './protocol.ts';

/**
 * Gives each container a budget of so many request units a second, on the wall clock. A request is let through while
 * anything is left of it, and may overdraw; what comes then is refused with 429 until the debt is paid off.
 */
export function limitThroughput(ruPerSecond: number, next: Handler): Handler {
  const budgets = new Map<string, Budget>();
  return async (request) => {
    const container = containerPath(request);
    if (container === undefined) return next(request);
    const budget = budgets.get(container) ?? { left: ruPerSecond, at: performance.now() };
    budgets.set(container, budget);
    refill(budget, ruPerSecond);
    if (budget.left <= 0) return refusal(tooManyRequests(Math.ceil((-budget.left / ruPerSecond) * 1000)), request);
    const response = await next(request);
    budget.left -= Number(response.headers['x-ms-request-charge']);
    return response;
  };
}

interface Budget {
  left: number;
  /** When it was refilled, in milliseconds. */
  at: number;
}

function refill(budget: Budget, ruPerSecond: number): void {
  const now = performance.now();
  budget.left = Math.min(ruPerSecond, budget.left + ((now - budget.at) / 1000) * ruPerSecond);
  budget.at = now;
}

const containerPath = ({ path }: CosmosRequest) => /^\/?(dbs\/[^/]+\/colls\/[^/]+)\/docs(\/|$)/.exec(path)?.[1];

function tooManyRequests(milliseconds: number): CosmosError {
  const message =
    'Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later.';
  const retryAfterInMs = Math.max(1, milliseconds);
  return new CosmosError(429, message, { substatus: SUBSTATUS.requestRateTooLarge, retryAfterInMs });
}
