import type { Context } from '../../../shared/functions/context.ts';
import { tenantOffboardedAlready } from '../errors.ts';
import { TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { findTenant } from './tenant.store.ts';

/**
 * Nothing acts on the devices of a suspended tenant: its work looks again by itself until the tenant is resumed. Of one that
 * has left, it waits as a dead letter, lest anything be lost if it comes back. Throws TryAgainAt, Refusal `tenant-offboarded`.
 */
export async function demandActive(context: Context, tenantId: string): Promise<void> {
  if (!(await isActive(context, tenantId))) throw tenantOffboardedAlready();
}

/** The same for work that a tenant which comes back has begun anew. Throws TryAgainAt. */
export async function isActive({ state, clock }: Context, tenantId: string): Promise<boolean> {
  const found = await findTenant(state, tenantId);
  switch (found?.tenant.state) {
    case 'active':
      return true;
    case 'suspended':
      throw new TryAgainAt(clock.now() + NUMBERS.personWait, 'unavailable');
    case 'offboarded':
    case undefined:
      return false;
  }
}
