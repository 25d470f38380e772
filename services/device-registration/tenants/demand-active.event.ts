import type { Context } from '../../../shared/functions/context.ts';
import { TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { findTenant } from './tenant.store.ts';

/** Nothing acts on the devices of a tenant that rests: work waits until it goes on. Throws TryAgainAt. */
export async function demandActive({ state, clock }: Context, tenantId: string): Promise<void> {
  const found = await findTenant(state, tenantId);
  if (found?.tenant.state !== 'active') throw new TryAgainAt(clock.now() + NUMBERS.permissionWait, 'unavailable');
}
