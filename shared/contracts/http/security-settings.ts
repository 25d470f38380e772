import * as z from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';

/** What a tenant may set for itself. */
export const securitySettingsBody = z
  .strictObject({
    pollSeconds: z.int().min(60).max(3600).multipleOf(60).describe('How often alerts are asked for; whole minutes.'),
    ignoredOwners: z
      .array(z.string().min(1).max(320))
      .max(50)
      .describe('Alerts assigned to them are somebody else’s work: a SOC of the customer, a bot.'),
  })
  .meta({ id: 'SecuritySettings' });

const path = '/api/v1/tenants/{tenantId}/security-settings';

/** Settings of the security service. */
export const securitySettingsEndpoints = defineEndpoints({
  readSecuritySettings: {
    method: 'GET',
    path,
    summary: 'How alerts are watched.',
    access: { permission: 'read:security', scope: 'tenant' },
    params: tenantParams,
    answers: { 200: securitySettingsBody },
  },
  changeSecuritySettings: {
    method: 'PUT',
    path,
    summary: 'Change how alerts are watched.',
    access: { permission: 'write:security', scope: 'tenant' },
    params: tenantParams,
    body: securitySettingsBody,
    answers: { 200: securitySettingsBody },
  },
});
