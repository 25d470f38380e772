import { expect, it } from 'vitest';
import { tenantRecord } from '../events/tenant-events.ts';
import { enrolTenantBody } from './tenants.ts';

const asked = {
  name: 'Contoso',
  entraTenantId: '5F0B1C52-3F0A-4F0E-9D5E-0C7F2A5B1D11',
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11' }],
};

it('what is taken for an enrolment, every other service can read', () => {
  const taken = enrolTenantBody.parse({ ...asked, name: '  Contoso ' });
  expect(taken).toMatchObject({ name: 'Contoso', entraTenantId: asked.entraTenantId.toLowerCase() });
  expect(tenantRecord.safeParse({ ...taken, tenantId: taken.entraTenantId, state: 'active' }).success).toBe(true);
});

it.each([
  ['a name of blanks', { name: '   ' }],
  ['a name with control characters', { name: 'a\u0000b' }],
  ['a time zone nobody knows', { timeZone: 'Mars/Phobos' }],
  ['nobody to operate it', { operators: [] }],
  ['the nil GUID', { entraTenantId: '00000000-0000-0000-0000-000000000000' }],
])('%s is refused', (_, change) => {
  expect(enrolTenantBody.safeParse({ ...asked, ...change }).success).toBe(false);
});
