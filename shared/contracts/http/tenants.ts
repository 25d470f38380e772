import * as z from 'zod';
import { tenantRecord } from '../events/tenant-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

/** Whether the name is one of the IANA time zone database, e.g. `Europe/Berlin`. */
function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const NIL_GUID = '00000000-0000-0000-0000-000000000000';

const { region, timeZone, dataResidency, operators, eventRetentionDays } = tenantRecord.shape;
const described = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .regex(/^\P{Cc}*$/u, 'a name has no control characters'),
  region,
  timeZone: timeZone.refine(isTimeZone, 'a name of the IANA time zone database, e.g. Europe/Berlin'),
  dataResidency,
  operators: operators.min(1, 'somebody must operate the tenant'),
};

/** What enrolment asks for. The Entra tenant id becomes the tenant's id, so nobody is enrolled twice. */
export const enrolTenantBody = z
  .strictObject({
    ...described,
    entraTenantId: z
      .guid()
      .toLowerCase()
      .refine((id) => id !== NIL_GUID, 'nobody has the nil GUID'),
    eventRetentionDays,
  })
  .meta({ id: 'EnrolTenant' });

/** What may change later; what is left out stays. */
export const changeTenantBody = z
  .strictObject({
    name: described.name.exactOptional(),
    region: described.region.exactOptional(),
    timeZone: described.timeZone.exactOptional(),
    dataResidency: described.dataResidency.exactOptional(),
    operators: described.operators.exactOptional(),
    eventRetentionDays,
  })
  .refine((change) => Object.keys(change).length > 0, 'name at least one field to change')
  .meta({ id: 'ChangeTenant' });

const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(1000) }).meta({ id: 'Reason' });

/** A tenant as its operators see it. */
export const tenantBody = tenantRecord.extend({ enrolledAt: z.iso.datetime() }).meta({ id: 'Tenant' });

const tenantRow = z
  .object({
    tenantId: z.string(),
    name: z.string(),
    state: tenantRecord.shape.state,
    region: z.string(),
    timeZone: z.string(),
    dataResidency: z.string(),
    operators,
    enrolledAt: z.iso.datetime(),
  })
  .meta({ id: 'TenantRow' });

const tenantObjects = z
  .object({
    /** That set them up, after enrolment; null before. */
    operationId: z.string().nullable(),
    objects: z.array(
      z.object({
        kind: z.enum(['group', 'autopilot-profile']),
        name: z.string(),
        /** `maybe-made`: Microsoft's answer was lost, and it is being looked for. */
        state: z.enum(['missing', 'maybe-made', 'present']),
        /** In Entra or Intune; null while it is missing. */
        id: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'TenantObjects' });

const write = { permission: 'write:tenants', scope: 'tenant' } as const;
const one = '/api/v1/tenants/{tenantId}';

/** One step in the life of a tenant, for a reason. */
const step = <const Verb extends string>(verb: Verb, summary: string) =>
  ({
    method: 'POST',
    path: `${one}/${verb}`,
    summary,
    access: write,
    whileSuspended: true,
    whileOffboarded: true,
    params: tenantParams,
    body: reasonBody,
    answers: { 200: tenantBody },
  }) as const;

/** Tenants: whom the service is run for. */
export const tenantEndpoints = defineEndpoints({
  enrolTenant: {
    method: 'POST',
    path: '/api/v1/tenants',
    summary: 'Enrol a tenant.',
    access: { permission: 'enrol:tenants', scope: 'platform' },
    body: enrolTenantBody,
    answers: { 201: tenantBody },
    errors: { 'tenant-exists': 409 },
  },
  listTenants: {
    method: 'GET',
    path: '/api/v1/tenants',
    summary: 'The tenants that the caller may operate.',
    access: { permission: 'read:service', scope: 'service' },
    query: listQuery.extend({ state: tenantRecord.shape.state.exactOptional() }),
    answers: { 200: pageOf(tenantRow) },
    csv: true,
  },
  readTenant: {
    method: 'GET',
    path: one,
    summary: 'One tenant.',
    access: { permission: 'read:service', scope: 'tenant' },
    params: tenantParams,
    answers: { 200: tenantBody },
  },
  changeTenant: {
    method: 'PATCH',
    path: one,
    summary: 'Change name, region, time zone, data residency or operators.',
    access: write,
    whileSuspended: true,
    whileOffboarded: true,
    params: tenantParams,
    body: changeTenantBody,
    ifMatch: 'required',
    answers: { 200: tenantBody },
  },
  suspendTenant: step('suspend', 'Let a tenant rest: it can be read, and nothing acts on its devices.'),
  resumeTenant: step('resume', 'Take up a suspended tenant again.'),
  offboardTenant: step('off-board', 'End the service for a tenant. What is kept of it is kept for the record alone.'),
  readTenantObjects: {
    method: 'GET',
    path: `${one}/objects`,
    summary: 'The groups and Autopilot profiles that the service keeps in the tenant, and whether they are there.',
    access: { permission: 'read:service', scope: 'tenant' },
    params: tenantParams,
    answers: { 200: tenantObjects },
  },
});
