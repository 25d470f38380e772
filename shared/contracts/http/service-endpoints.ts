import * as z from 'zod';
import { tenantRecord } from '../events/tenant-events.ts';
import type { ServiceName } from '../events/topology.ts';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { readPermission } from './roles.ts';

const { tenantId, name, state } = tenantRecord.shape;

const api = z.enum(['graph', 'defender']);

/** What a service may do in the tenant through Microsoft's APIs. */
export const microsoftAccess = z
  .object({
    writes: z.enum(['allowed', 'not-allowed']).describe('Whether this installation changes anything in tenants.'),
    refused: z.array(z.object({ api, why: z.string() })).describe('APIs that let the service in to nothing.'),
    missing: z.array(z.object({ api, name: z.string() })).describe('Permissions that an administrator has to grant.'),
  })
  .meta({ id: 'MicrosoftAccess' });

export type MicrosoftAccess = z.infer<typeof microsoftAccess>;

/** What this service knows of a tenant. */
export const tenantStatusSchema = z
  .object({
    service: z.string(),
    tenantId,
    name,
    state,
    microsoft: microsoftAccess.exactOptional().describe('Absent where the service calls nothing of Microsoft.'),
  })
  .meta({ id: 'TenantStatus' });

/** What every service answers about itself, under `/api/v1/<service>`. */
export function serviceEndpoints(service: ServiceName) {
  const read = { permission: readPermission(service), scope: 'tenant' } as const;
  return defineEndpoints({
    readStatus: {
      method: 'GET',
      path: `/api/v1/${service}/status`,
      summary: 'Whether the service is ready; while settings are wrong, the list of them.',
      access: { public: 'Says nothing about any tenant, and must answer before tokens can be checked.' },
      answers: { 200: z.object({ service: z.string(), state: z.literal('ready') }).meta({ id: 'ServiceStatus' }) },
    },
    readOpenApi: {
      method: 'GET',
      path: `/api/v1/${service}/openapi.json`,
      summary: 'The OpenAPI 3.1 document of the service.',
      access: { public: 'The source is open, and so is the description of the interface.' },
      answers: { 200: z.record(z.string(), z.unknown()) },
    },
    readTenantStatus: {
      method: 'GET',
      path: `/api/v1/${service}/tenants/{tenantId}/status`,
      summary: 'What this service knows of the tenant.',
      access: read,
      params: tenantParams,
      answers: { 200: tenantStatusSchema },
    },
  });
}
