import { z } from 'zod';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

/** The rings, in the order in which a release reaches them. */
export const RINGS = ['Test', 'First', 'Fast', 'Broad'] as const;

export type Ring = (typeof RINGS)[number];

export const ring = z.enum(RINGS).meta({ id: 'Ring' });

const moment = z.iso.datetime();
const sentence = z.string().min(1).max(1000);
const count = z.int().min(0);
const publisher = 'update-orchestrator';

/** In which ring a device is, and who put it there. */
export const ringAssignment = z.object({
  deviceId: identifier,
  ring,
  previous: ring.nullable(),
  by: z.enum(['auto', 'admin', 'repair']).describe('The service by its shares, a person, or the hourly repair.'),
  reason: sentence,
});

export const ringAssigned = defineEvent({
  type: 'omd.device.ring-assigned.v1',
  publisher,
  description: 'A device is in a ring, or in another one.',
  data: ringAssignment,
});

/** A monthly or out-of-band release of Windows. */
export const release = z.object({
  releaseId: identifier.describe('e.g. `2026-07-b`, `2026-07-18-oob`.'),
  kind: z.enum(['quality', 'out-of-band']),
  kb: z.string().max(16).describe('e.g. `KB5062553`.'),
  builds: z
    .array(z.string().max(32))
    .min(1)
    .max(20)
    .describe('What devices report once they run it, e.g. `10.0.26100.4652`.'),
  releasedOn: z.iso.date(),
  supersedes: identifier.exactOptional(),
});

export type Release = z.infer<typeof release>;

/** What a gate saw when it decided; enough to decide the same again. */
export const gateEvidence = z.object({
  at: moment,
  /** Events and exposure are both cut here. */
  dataUntil: moment.nullable(),
  total: z.number().min(0).describe('The weighted bet; 1,000 halts.'),
  cells: z
    .array(
      z.object({
        measure: z.string().max(40).describe('`stop-errors`, `install-failures`, `rollbacks` …'),
        group: z.string().max(120).describe('`all`, a maker, or a model.'),
        weight: z.number().min(0).max(1),
        devices: count.describe('Distinct devices with at least one such event since they got the release.'),
        expected: z.number().min(0).describe('How many were to be expected without a fault.'),
      }),
    )
    .max(100)
    .describe('Those that weigh most.'),
  updated: count,
  reachable: count.describe('Devices of the ring before that checked in during the last 5 days.'),
  failed: count,
});

export type GateEvidence = z.infer<typeof gateEvidence>;

const releaseOfRing = z.object({
  release,
  ring,
  sentence: sentence.describe('Why, as the admin reads it.'),
  evidence: gateEvidence,
});

export const ringOpened = defineEvent({
  type: 'omd.release.ring-opened.v1',
  publisher,
  description: 'A ring is offered a release from now on.',
  data: releaseOfRing.extend({ because: z.enum(['calendar', 'evidence', 'time-limit', 'person', 'out-of-band-fix']) }),
});

const held = z.object({
  release,
  incidentId: identifier.describe('The same for all that concerns this hold.'),
  rings: z.array(ring).min(1).describe('Those that are shut, because of this.'),
  because: z.enum(['regression', 'cause-unclear', 'person', 'install-failures']),
  sentence,
});

export const releaseHeld = defineEvent({
  type: 'omd.release.held.v1',
  publisher,
  description: 'A release stops before the rings that do not have it yet, and says why.',
  data: held.extend({ evidence: gateEvidence }),
});

export const releaseResumed = defineEvent({
  type: 'omd.release.resumed.v1',
  publisher,
  description: 'A hold is over: by a person, or because a later release carries the fix.',
  data: held.extend({ by: z.enum(['person', 'out-of-band-fix']), fixedBy: release.exactOptional() }),
});

export const releaseCompleted = defineEvent({
  type: 'omd.release.completed.v1',
  publisher,
  description: 'Day 21 of a release: how far it came.',
  data: z.object({
    release,
    eligible: count,
    updated: count,
    goal: z.number().describe('Share of the eligible that the goal asks for, 0.95.'),
    met: z.boolean(),
    sentence,
  }),
});

export const updateEvents = [ringAssigned, ringOpened, releaseHeld, releaseResumed, releaseCompleted];
