import type * as z from 'zod';
import {
  type TenantRecord,
  tenantChanged,
  tenantEnrolled,
  tenantOffboarded,
  tenantResumed,
  tenantSuspended,
} from '../../../shared/contracts/events/tenant-events.ts';
import type { changeTenantBody, enrolTenantBody, tenantBody } from '../../../shared/contracts/http/tenants.ts';
import { tenantExists, tenantOffboardedAlready, tenantUnknown } from '../errors.ts';

/** Whom the service is run for. */
export type Tenant = z.output<typeof tenantBody>;

type Current = Tenant | undefined;
type TenantEvent = typeof tenantEnrolled;

/** Takes a tenant on. One that has left may come back: it is the same tenant, and its record goes on. */
export const enrol =
  ({ entraTenantId, ...asked }: z.output<typeof enrolTenantBody>, enrolledAt: string) =>
  (current: Current) => {
    if (current && current.state !== 'offboarded') throw tenantExists(entraTenantId);
    const tenant: Tenant = { ...asked, tenantId: entraTenantId, entraTenantId, state: 'active', enrolledAt };
    return told(tenantEnrolled, tenant, 'tenant.enrol');
  };

/** Changes what may change; what is the same already changes nothing. */
export const change = (asked: z.output<typeof changeTenantBody>) => (current: Current) => {
  const tenant = present(current);
  const next = { ...tenant, ...asked };
  if (JSON.stringify(next) === JSON.stringify(tenant)) return undefined;
  return told(tenantChanged, next, 'tenant.change', { fields: Object.keys(asked) });
};

export const suspend = (reason: string) => moved('active', 'suspended', tenantSuspended, 'tenant.suspend', reason);

export const resume = (reason: string) => moved('suspended', 'active', tenantResumed, 'tenant.resume', reason);

/** Ends the service for a tenant; asked again, nothing more happens. */
export const offboard = (reason: string, offboardedAt: string) => (current: Current) => {
  if (!current) throw tenantUnknown();
  if (current.state === 'offboarded') return undefined;
  return told(tenantOffboarded, { ...current, state: 'offboarded', offboardedAt }, 'tenant.off-board', { reason });
};

/** From one state to another; a tenant that is there already stays as it is. */
function moved(from: Tenant['state'], to: Tenant['state'], event: TenantEvent, action: string, reason: string) {
  return (current: Current) => {
    const tenant = present(current);
    if (tenant.state !== from) return undefined;
    return told(event, { ...tenant, state: to }, action, { reason });
  };
}

function present(current: Current): Tenant {
  if (!current) throw tenantUnknown();
  if (current.state === 'offboarded') throw tenantOffboardedAlready();
  return current;
}

/** The new state, the event that tells of it with all that others need, and the audit record. */
function told(event: TenantEvent, state: Tenant, action: string, detail: Record<string, string | string[]> = {}) {
  const { enrolledAt: _, ...record } = state;
  return { state, events: [event.event(record satisfies TenantRecord)], audit: { action, detail } };
}
