import * as z from 'zod';
import { TICKET_AREAS } from '../events/ticket-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';

const contact = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('A person or a group with authority to decide.'),
  email: z.email().max(320),
  phone: z.string().trim().max(40).default(''),
});

const contacts = z.array(contact).max(20);

export const contactsBody = z
  .object({ contacts: z.partialRecord(z.enum(TICKET_AREAS), contacts) })
  .meta({ id: 'Contacts' });

const path = '/api/v1/tenants/{tenantId}/contacts';

/** Whom the service asks, by area. */
export const contactEndpoints = defineEndpoints({
  readContacts: {
    method: 'GET',
    path,
    summary: 'Contacts by area.',
    access: { permission: 'read:support', scope: 'tenant' },
    params: tenantParams,
    answers: { 200: contactsBody },
  },
  changeContacts: {
    method: 'PUT',
    path: `${path}/{area}`,
    summary: 'The contacts of an area, all of them; those of Security need a security role.',
    access: { permission: 'write:support', scope: 'tenant' },
    params: tenantParams.extend({ area: z.enum(TICKET_AREAS) }),
    body: z.strictObject({ contacts }),
    answers: { 200: contactsBody },
    errors: { 'role-missing': 403 },
  },
});
