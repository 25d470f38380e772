import { z } from 'zod';
import { operatorSchema } from '../operator.ts';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

/** The tenant as the other services need it. Every tenant event carries it whole, so each is enough to act on. */
export const tenantRecord = z.object({
  tenantId: identifier,
  name: z.string().min(1).max(256),
  entraTenantId: z.guid().describe("The customer's directory in Microsoft Entra."),
  region: z.string().min(1).max(64).describe('Azure region that serves the tenant, e.g. `westeurope`.'),
  timeZone: z.string().min(1).max(64).describe('IANA name, e.g. `Europe/Berlin`.'),
  dataResidency: z.string().min(1).max(64),
  operators: z.array(operatorSchema).max(100).describe('Who may operate the tenant.'),
  state: z.enum(['active', 'suspended', 'offboarded']),
  offboardedAt: z.iso.datetime().exactOptional().describe('When a tenant that is `offboarded` has left.'),
  eventRetentionDays: z
    .int()
    .min(60)
    .max(3650)
    .exactOptional()
    .describe('How long events, which are the timeline, are kept; 400 days when not set.'),
});

export type TenantRecord = z.infer<typeof tenantRecord>;

const publisher = 'device-registration';

export const tenantEnrolled = defineEvent({
  type: 'omd.tenant.enrolled.v1',
  publisher,
  description: 'A tenant has been taken on; its fleet may be registered.',
  data: tenantRecord,
});

export const tenantChanged = defineEvent({
  type: 'omd.tenant.changed.v1',
  publisher,
  description: 'Name, region, time zone, data residency or operators of a tenant are others now.',
  data: tenantRecord,
});

export const tenantSuspended = defineEvent({
  type: 'omd.tenant.suspended.v1',
  publisher,
  description: 'A tenant rests: it can be read, and nothing acts on its devices.',
  data: tenantRecord,
});

export const tenantResumed = defineEvent({
  type: 'omd.tenant.resumed.v1',
  publisher,
  description: 'A suspended tenant is active again.',
  data: tenantRecord,
});

export const tenantOffboarded = defineEvent({
  type: 'omd.tenant.offboarded.v1',
  publisher,
  description: 'A tenant has left; what is kept of it is kept for the record alone.',
  data: tenantRecord,
});

export const tenantEvents = [tenantEnrolled, tenantChanged, tenantSuspended, tenantResumed, tenantOffboarded];
