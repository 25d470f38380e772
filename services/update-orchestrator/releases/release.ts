import * as z from 'zod';
import {
  gateEvidence,
  RINGS,
  type Ring,
  release as releaseRecord,
} from '../../../shared/contracts/events/update-events.ts';

const moment = z.iso.datetime();
const sentence = z.string().max(1000);

/** Where a ring stands with a release. */
const stageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), sentence }),
  z.object({
    kind: z.literal('open'),
    at: moment,
    because: z.enum(['calendar', 'evidence', 'time-limit', 'person', 'out-of-band-fix']),
    sentence,
  }),
  z.object({ kind: z.literal('held'), at: moment, sentence }),
  /** A later release goes there in its place. */
  z.object({ kind: z.literal('superseded'), by: z.string() }),
]);

export type RingStage = z.infer<typeof stageSchema>;

const progressSchema = z.object({
  /** Devices of the ring that checked in during the last five days. */
  reachable: z.int(),
  updated: z.int(),
  /** Long past their deadline, and still without it. */
  failed: z.int(),
});

export type RingProgress = z.infer<typeof progressSchema>;

const byRing = <T extends z.ZodType>(each: T) => z.object({ Test: each, First: each, Fast: each, Broad: each });

const holdSchema = z.object({
  incidentId: z.string(),
  at: moment,
  by: z.enum(['gate', 'person']),
  because: z.enum(['regression', 'cause-unclear', 'person', 'install-failures']),
  sentence,
});

export type Hold = z.infer<typeof holdSchema>;

export const releaseSchema = z.object({
  ...releaseRecord.shape,
  releasedAt: moment,
  /** Day 0 of the calendar: that of the release which a fix takes the place of. */
  calendarFrom: moment,
  stages: byRing(stageSchema),
  hold: holdSchema.nullable(),
  /** How often it was held; names the next incident. */
  holds: z.int(),
  /** Devices that had crashed when a person resumed it: as long as there are not more, the gate keeps still. */
  waived: z.int().nullable(),
  /** What the gate saw last. */
  verdict: z.object({ sentence, evidence: gateEvidence }).nullable(),
  progress: byRing(progressSchema),
  /** Share of the eligible devices that run it, day by day. */
  history: z.array(z.object({ day: z.int(), eligible: z.int(), updated: z.int() })).max(60),
  supersededBy: z.string().nullable(),
  completed: z.object({ at: moment, eligible: z.int(), updated: z.int(), met: z.boolean() }).nullable(),
});

/** A release on its way through the rings of a tenant. */
export type Release = z.infer<typeof releaseSchema>;

/** A quality update as Microsoft has published it. */
export interface PublishedUpdate {
  readonly kind: 'quality' | 'out-of-band';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kbs: readonly string[];
  /** What devices report once they run it, e.g. `10.0.26100.4652`. */
  readonly builds: readonly string[];
}

const NOTHING: RingProgress = { reachable: 0, updated: 0, failed: 0 };
export const NO_PROGRESS = { Test: NOTHING, First: NOTHING, Fast: NOTHING, Broad: NOTHING };

/** What others are told of it. */
export function recordOf({ releaseId, kind, kb, builds, releasedOn, supersedes }: Release) {
  return { releaseId, kind, kb, builds, releasedOn, ...(supersedes && { supersedes }) };
}

/** In one word. */
export function stateOf({
  hold,
  supersededBy,
  completed,
}: Pick<Release, 'hold' | 'supersededBy' | 'completed'>): 'under-way' | 'held' | 'completed' | 'superseded' {
  if (supersededBy) return 'superseded';
  if (hold) return 'held';
  return completed ? 'completed' : 'under-way';
}

/** Rings that have not been offered it. */
export const ringsNotOpen = ({ stages }: Release): Ring[] =>
  RINGS.filter((ring) => stages[ring].kind === 'waiting' || stages[ring].kind === 'held');

/** Whether a device that reports this version runs the release, or something newer of the same line. */
export function runs({ builds }: Pick<Release, 'builds'>, osVersion: string | null): boolean {
  const [, , build = 0, revision = 0] = (osVersion ?? '').split('.').map(Number);
  return builds.some((text) => {
    const [, , ownBuild, ownRevision = 0] = text.split('.').map(Number);
    return ownBuild === build && revision >= ownRevision;
  });
}

/** Whether there is such an update for the Windows that the device runs. */
export function isFor({ builds }: Pick<Release, 'builds'>, osVersion: string | null): boolean {
  const build = (osVersion ?? '').split('.')[2];
  return builds.some((text) => text.split('.')[2] === build);
}

/** Whether a device that reports this version runs exactly the release, and nothing newer. */
export const isExactly = ({ builds }: Pick<Release, 'builds'>, osVersion: string | null): boolean =>
  builds.includes(osVersion ?? '');
