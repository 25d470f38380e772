import { z } from 'zod';
import type { RetryOptions } from '../app/worker.ts';
import { HostError } from '../errors.ts';

/** Intervals in milliseconds; `maxRetryCount` -1 means for ever. */
export type RetryPolicy =
  | { readonly strategy: 'fixedDelay'; readonly maxRetryCount: number; readonly delay: number }
  | {
      readonly strategy: 'exponentialBackoff';
      readonly maxRetryCount: number;
      readonly minimum: number;
      readonly maximum: number;
    };

const interval = z.object({ seconds: z.number().min(0) }).transform(({ seconds }) => seconds * 1000);
const maxRetryCount = z.number().int().min(-1);

const Policy = z.discriminatedUnion('retryStrategy', [
  z
    .object({ retryStrategy: z.literal('fixedDelay'), maxRetryCount, delayInterval: interval })
    .transform(({ retryStrategy, delayInterval, ...rest }) => ({
      ...rest,
      strategy: retryStrategy,
      delay: delayInterval,
    })),
  z
    .object({
      retryStrategy: z.literal('exponentialBackoff'),
      maxRetryCount,
      minimumInterval: interval,
      maximumInterval: interval,
    })
    .transform(({ retryStrategy, minimumInterval, maximumInterval, ...rest }) => ({
      ...rest,
      strategy: retryStrategy,
      minimum: minimumInterval,
      maximum: maximumInterval,
    })),
]);

const SUPPORTED = new Set(['timerTrigger', 'cosmosDBTrigger']);

/** The retry policy of a function. Azure honours one on timers and on the change feed alone. */
export function retryPolicy(
  functionName: string,
  triggerType: string,
  options: RetryOptions | undefined,
): RetryPolicy | undefined {
  if (!options) return undefined;
  if (!SUPPORTED.has(triggerType))
    throw new HostError(
      'BindingUnsupported',
      `Function "${functionName}": "retry" has no effect on a ${triggerType}. On Service Bus, redelivery is bounded by the entity's maxDeliveryCount.`,
    );
  const result = Policy.safeParse(options);
  if (result.success) return result.data;
  throw new HostError('BindingInvalid', `Function "${functionName}", retry: ${z.prettifyError(result.error)}`);
}

/** Milliseconds before the attempt after `failures` failed ones, or undefined when there is none. */
export function nextAttempt(policy: RetryPolicy | undefined, failures: number): number | undefined {
  if (!policy || (policy.maxRetryCount !== -1 && failures > policy.maxRetryCount)) return undefined;
  if (policy.strategy === 'fixedDelay') return policy.delay;
  return Math.min(policy.maximum, policy.minimum * 2 ** (failures - 1));
}
