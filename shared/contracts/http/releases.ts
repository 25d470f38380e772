import * as z from 'zod';
import { gateEvidence, RINGS, release, ring } from '../events/update-events.ts';
import { planSchema } from './approvals.ts';
import { defineEndpoints } from './endpoint.ts';
import { idSchema, tenantParams } from './identifiers.ts';
import { listQuery, pageOf } from './lists.ts';

const moment = z.iso.datetime();
const count = z.int().min(0);
const stage = z.enum(['waiting', 'open', 'held', 'superseded']);
const states = z.enum(['under-way', 'held', 'completed', 'superseded']);

const row = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    releasedOn: z.iso.date(),
    kb: z.string(),
    kind: release.shape.kind,
    state: states,
    test: stage,
    first: stage,
    fast: stage,
    broad: stage,
    eligible: count,
    updated: count,
  })
  .meta({ id: 'ReleaseRow' });

/** A ring's part of a release. */
const ringOfRelease = z
  .object({
    ring,
    stage,
    plannedDay: count.describe('Day of the calendar on which it opens.'),
    plannedOn: z.iso.date(),
    latestDay: count.describe('On which it opens at the latest, evidence or none.'),
    openedAt: moment.nullable(),
    sentence: z.string().describe('Why it stands where it stands.'),
    reachable: count.describe('Devices of the ring that checked in during the last five days.'),
    updated: count,
    covered: count.describe('Updated so long ago that the crash data covers it; the gate asks for a share of these.'),
    failed: count,
  })
  .meta({ id: 'RingOfRelease' });

export const releaseBody = z
  .object({
    ...release.shape,
    state: states,
    day: z.int().describe('Day of the release, counted in the zone of the tenant.'),
    rings: z.array(ringOfRelease),
    hold: z
      .object({
        incidentId: z.string(),
        at: moment,
        by: z.enum(['gate', 'person']),
        because: z.string(),
        sentence: z.string(),
      })
      .nullable(),
    verdict: z.object({ sentence: z.string(), evidence: gateEvidence }).nullable().describe('What the gate saw last.'),
    goal: z.object({
      share: z.number(),
      day: count,
      eligible: count,
      updated: count,
      met: z.boolean().nullable().describe('Null until the day has come.'),
    }),
    history: z.array(z.object({ day: z.int(), eligible: count, updated: count })),
    supersededBy: z.string().nullable(),
  })
  .meta({ id: 'Release' });

/** What holding or resuming would do. */
export const releasePlanBody = z
  .object({
    plan: planSchema.describe('Its devices: those that are kept from the release, or may get it.'),
    planHash: z.string(),
    rings: z.array(z.object({ ring, devices: count, updated: count.describe('Have it already, and keep it.') })),
    verdict: releaseBody.shape.verdict,
  })
  .meta({ id: 'ReleasePlan' });

const one = '/api/v1/tenants/{tenantId}/releases/{releaseId}';
const params = tenantParams.extend({ releaseId: idSchema });
const read = { permission: 'read:service', scope: 'tenant' } as const;
const asked = { rings: z.array(z.enum(RINGS)).min(1).max(4).describe('Those of them that can be.') };
const act = {
  method: 'POST',
  access: { permission: 'write:service', scope: 'tenant' },
  params,
  body: z.strictObject({
    ...asked,
    planHash: z.string().max(64),
    reason: z.string().trim().min(1).max(500),
  }),
  answers: { 200: releaseBody },
} as const;
const plan = { ...act, body: z.strictObject(asked), answers: { 200: releasePlanBody } } as const;
const pauseErrors = { 'release-unknown': 404, 'ring-open-already': 409 } as const;
const resumeErrors = { 'release-unknown': 404, 'ring-not-held': 409 } as const;

/** Releases of Windows on their way through the rings. */
export const releaseEndpoints = defineEndpoints({
  listReleases: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/releases',
    summary: 'Releases, the newest first.',
    access: read,
    params: tenantParams,
    query: listQuery.extend({ state: states.exactOptional(), kind: release.shape.kind.exactOptional() }),
    answers: { 200: pageOf(row) },
    csv: true,
  },
  readRelease: {
    method: 'GET',
    path: one,
    summary: 'One release: its rings, the evidence of the gate, and progress against the goal.',
    access: read,
    params,
    answers: { 200: releaseBody },
    errors: { 'release-unknown': 404 },
  },
  planPause: {
    ...plan,
    path: `${one}/pause/plan`,
    summary: 'What holding the release would do, and what the gate has seen of it. Changes nothing.',
    errors: pauseErrors,
  },
  pauseRelease: {
    ...act,
    path: `${one}/pause`,
    summary: 'Hold the release before rings that do not have it yet, as the plan says.',
    errors: { ...pauseErrors, 'plan-moved': 409 },
  },
  planResume: {
    ...plan,
    path: `${one}/resume/plan`,
    summary: 'What taking a hold back would do, and what the gate has seen. Changes nothing.',
    errors: resumeErrors,
  },
  resumeRelease: {
    ...act,
    path: `${one}/resume`,
    summary: 'Take a hold back, as the plan says: from now on the gate decides again.',
    errors: { ...resumeErrors, 'plan-moved': 409 },
  },
});
