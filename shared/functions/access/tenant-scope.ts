import type { TenantRecord } from '../../contracts/events/tenant-events.ts';
import type { Endpoint } from '../../contracts/http/endpoint.ts';
import type { Operator } from '../../contracts/operator.ts';
import { refuse } from '../problems.ts';
import type { Caller } from './caller.ts';

type Scope = Pick<TenantRecord, 'tenantId' | 'operators' | 'state'>;

/** The tenant, for a caller whom it names. A tenant of others looks like none, so nobody learns who is a customer. */
export function demandTenant<T extends Scope>(caller: Caller, tenant: T | undefined): T {
  if (!tenant || !mayOperate(caller, tenant)) throw refuse('tenant-unknown', 'There is no such tenant.');
  return tenant;
}

/** Refuses writes to a tenant that rests or has left. */
export function demandInService({ method, whileSuspended, whileOffboarded }: Endpoint, { state }: Scope): void {
  if (method === 'GET') return;
  if (state === 'offboarded' && !whileOffboarded) throw refuse('tenant-offboarded', 'The tenant has left the service.');
  if (state === 'suspended' && !whileSuspended) throw refuse('tenant-suspended', 'The tenant is suspended.');
}

/** Refuses whoever does not belong to those who run the product. */
export function demandPlatform({ platform }: Caller): void {
  if (!platform) throw refuse('platform-only', 'This is open only to those who run the product.');
}

/** Whether the tenant's record names the caller: alone, by group, or with all of the home tenant. A local token may name the tenant itself. */
export function mayOperate(caller: Caller, { tenantId, operators }: Pick<Scope, 'tenantId' | 'operators'>): boolean {
  if (caller.tenants.includes('*') || caller.tenants.includes(tenantId)) return true;
  return operators.some((operator) => names(operator, caller));
}

function names({ entraTenantId, groupId, objectId }: Operator, { actor, groups }: Caller): boolean {
  if (entraTenantId !== actor.entraTenantId) return false;
  if (objectId) return objectId === actor.id;
  if (groupId) return groups.includes(groupId);
  return true;
}
