import { UNGRANTED } from '../../shared/contracts/microsoft-permissions.ts';
import { isGraphFailure, TryAgainAt } from '../../shared/graph/errors.ts';
import { type Graph, graphOf } from '../../shared/graph/graph.ts';
import { NUMBERS } from './numbers.ts';

export { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
export { graphSettings } from '../../shared/graph/settings.ts';
export { TryAgainAt };

/** The part of a handler's context that a call to Microsoft needs. */
export type CallContext = Parameters<typeof graphOf>[0];

/** Graph for work that nobody waits for. The reason is what Intune shows to its administrators. */
export function background(context: CallContext, reason: string): Graph {
  return graphOf(context, { lane: 'background', reason });
}

/** Does it, or waits as long as somebody has to grant a permission for it first. Throws TryAgainAt. */
export async function onceAllowed<T>(context: CallContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isGraphFailure(error) || !UNGRANTED.has(error.code)) throw error;
    throw new TryAgainAt(context.clock.now() + NUMBERS.personWait, 'unavailable');
  }
}
