import * as z from 'zod';
import {
  gateEvidence,
  RINGS,
  type Ring,
  release as releaseRecord,
  ring,
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
  /** Updated so long ago that the crash data covers it. */
  covered: z.int(),
  /** Long past their deadline, and still without it. */
  failed: z.int(),
});

export type RingProgress = z.infer<typeof progressSchema>;

const byRing = <T extends z.ZodType>(each: T) => z.object({ Test: each, First: each, Fast: each, Broad: each });

/** A stop by the gate. */
const holdSchema = z.object({
  incidentId: z.string(),
  at: moment,
  because: z.enum(['regression', 'cause-unclear']),
  sentence,
  /** Those that did not have the release; the hold is over once something better is open there. */
  rings: z.array(ring).min(1),
});

export type Hold = z.infer<typeof holdSchema>;

/** A stop by a person. Only a person ends it: it stays with the ring, whatever release comes. */
const pauseSchema = z.object({ incidentId: z.string(), at: moment, reason: sentence });

export type Pause = z.infer<typeof pauseSchema>;

export const releaseSchema = z.object({
  ...releaseRecord.shape,
  releasedAt: moment,
  /** Day 0 of the calendar: that of the release which a fix takes the place of. */
  calendarFrom: moment,
  /** Builds of the release before for those Windows that this one has nothing for: there it goes on. */
  carried: z.array(z.string().max(32)),
  stages: byRing(stageSchema),
  pauses: byRing(pauseSchema.nullable()),
  hold: holdSchema.nullable(),
  /** How often it was stopped; names the next incident. */
  stops: z.int(),
  /** Devices that had crashed when a person resumed it: as long as there are not more, the gate keeps still. */
  waived: z.int().nullable(),
  /** What the gate saw last. */
  verdict: z.object({ sentence, evidence: gateEvidence }).nullable(),
  progress: byRing(progressSchema),
  /** Share of the eligible devices that run it or what took its place, day by day. */
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

const NOTHING: RingProgress = { reachable: 0, updated: 0, covered: 0, failed: 0 };
export const NO_PROGRESS = { Test: NOTHING, First: NOTHING, Fast: NOTHING, Broad: NOTHING };
export const NO_PAUSES: Release['pauses'] = { Test: null, First: null, Fast: null, Broad: null };

/** What others are told of it. */
export function recordOf({ releaseId, kind, kb, builds, releasedOn, supersedes }: Release) {
  return { releaseId, kind, kb, builds, releasedOn, ...(supersedes && { supersedes }) };
}

/** In one word. */
export function stateOf({
  hold,
  pauses,
  supersededBy,
  completed,
}: Pick<Release, 'hold' | 'pauses' | 'supersededBy' | 'completed'>): 'under-way' | 'held' | 'completed' | 'superseded' {
  if (hold) return 'held';
  if (supersededBy) return 'superseded';
  if (RINGS.some((each) => pauses[each])) return 'held';
  return completed ? 'completed' : 'under-way';
}

/** Where the ring stands, a person's pause included. */
export function standOf({ stages, pauses }: Pick<Release, 'stages' | 'pauses'>, each: Ring): RingStage {
  const [stage, pause] = [stages[each], pauses[each]];
  if (stage.kind !== 'waiting' || !pause) return stage;
  return { kind: 'held', at: pause.at, sentence: `Paused by a person: ${pause.reason}` };
}

/** Rings that have not been offered it. */
export const ringsWithout = ({ stages }: Release): Ring[] => RINGS.filter((each) => stages[each].kind !== 'open');

export function withStages({ stages }: Release, rings: readonly Ring[], stage: RingStage): Release['stages'] {
  return { ...stages, ...Object.fromEntries(rings.map((each) => [each, stage])) };
}

type Line = Pick<Release, 'builds' | 'carried'>;

/** Whether a device that reports this version runs the release, or something newer of the same line. */
export function runs({ builds, carried }: Line, osVersion: string | null): boolean {
  const [, , build = 0, revision = 0] = (osVersion ?? '').split('.').map(Number);
  return [...builds, ...carried].some((text) => {
    const [, , ownBuild, ownRevision = 0] = text.split('.').map(Number);
    return ownBuild === build && revision >= ownRevision;
  });
}

/** Whether there is such an update for the Windows that the device runs. */
export const isFor = ({ builds, carried }: Line, osVersion: string | null): boolean =>
  hasWindowsOf([...builds, ...carried], osVersion);

/** Whether any of the builds is of the Windows that reports this version. */
export function hasWindowsOf(builds: readonly string[], osVersion: string | null): boolean {
  const build = (osVersion ?? '').split('.')[2];
  return builds.some((text) => text.split('.')[2] === build);
}

/** Whether a device that reports this version runs exactly the release, and nothing newer. */
export const isExactly = ({ builds }: Pick<Release, 'builds'>, osVersion: string | null): boolean =>
  builds.includes(osVersion ?? '');
