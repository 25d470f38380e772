import * as z from 'zod';
import { ring } from '../events/update-events.ts';
import { defineEndpoints } from './endpoint.ts';
import { tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const count = z.int().min(0);
const by = z.enum(['auto', 'admin', 'repair']);

/** One ring: how many devices it should have and has, and what its policy says. */
const ringBody = z
  .object({
    ring,
    share: z
      .number()
      .nullable()
      .describe('Share of the automatically placed devices; null for Test, which people fill.'),
    devices: count.describe('Lines of `ring-assignments` with this ring.'),
    pinned: count.describe('Put there by a person.'),
    pending: count.describe('On their way there.'),
    deferral: z.int().describe('Days from the release to the offer.'),
    deadline: z.int().describe('Days from the offer to the forced restart.'),
    grace: z.int().describe('Days that a user who returns is given at least.'),
    paused: z.boolean().describe('Quality updates rest there, until the gate opens the ring.'),
  })
  .meta({ id: 'RingState' });

export const ringsBody = z
  .object({
    managed: count,
    waiting: count.describe('Managed devices that have no ring yet.'),
    rings: z.array(ringBody),
    isSetUp: z.boolean().describe('Groups and policies are there.'),
    drift: z.array(z.object({ ring: z.string(), setting: z.string(), found: z.string() })),
    driftAt: z.iso.datetime().nullable().describe('When somebody else’s changes were last put right.'),
  })
  .meta({ id: 'Rings' });

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string().nullable(),
    ring: ring.nullable(),
    assignedBy: by.nullable(),
    pending: z.boolean(),
    from: ring.nullable().describe('Where it is until the move is done.'),
    since: z.iso.datetime().nullable().describe('When the ring was decided.'),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    managedDeviceId: z.string().nullable(),
    entraDeviceId: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RingAssignmentRow' });

const read = { permission: 'read:service', scope: 'tenant' } as const;

/** Rings, and which device is in which. */
export const ringEndpoints = defineEndpoints({
  readRings: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/rings',
    summary: 'The four rings: shares, devices, policies, and what was put right.',
    access: read,
    params: tenantParams,
    answers: { 200: ringsBody },
  },
  listRingAssignments: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/ring-assignments',
    summary: 'Devices with their ring; the search looks into name and model.',
    access: read,
    params: tenantParams,
    query: listQuery.extend({
      ring: ring.exactOptional(),
      assignedBy: by.exactOptional(),
      pending: z.stringbool().exactOptional(),
      model: z.string().max(256).exactOptional(),
    }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
});
