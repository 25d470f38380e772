import { RINGS, ringOpened } from '../../../shared/contracts/events/update-events.ts';
import { emptyEvidence } from '../gate/verdict.ts';
import {
  hasWindowsOf,
  NO_PAUSES,
  NO_PROGRESS,
  type PublishedUpdate,
  type Release,
  type RingStage,
  recordOf,
  ringsWithout,
  withStages,
} from './release.ts';

/** The release that now goes through the rings: the newest that nothing has taken the place of. */
export function currentOf(releases: readonly Release[]): Release | undefined {
  return releases
    .filter(({ supersededBy }) => supersededBy === null)
    .toSorted(byTime)
    .at(-1);
}

/** `2026-07-b`, `2026-07-18-oob`: said by people, and the same whoever comes upon the update first. */
export function releaseIdOf({ kind, at }: PublishedUpdate): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return kind === 'quality' ? `${day.slice(0, 7)}-b` : `${day}-oob`;
}

/**
 * A new release as it begins. What was out before the tenant came is open everywhere: its devices have been offered it by
 * whatever ruled before. A fix goes at once where the release that it takes the place of has been, and by the calendar of
 * that one where it has not. A person's pause of a ring goes on.
 */
export function adopt(update: PublishedUpdate, current: Release | undefined, tenantSince: number, now: number) {
  const releaseId = releaseIdOf(update);
  const at = new Date(now).toISOString();
  const releasedAt = new Date(update.at).toISOString();
  const fixes = update.kind === 'out-of-band' && current ? current : undefined;
  const isOld = update.at < tenantSince;
  const stageOf = (ring: (typeof RINGS)[number]): RingStage => {
    if (isOld)
      return {
        kind: 'open',
        at: releasedAt,
        because: 'calendar',
        sentence: `${ring} had it before the tenant was taken on.`,
      };
    if (fixes?.stages[ring].kind === 'open')
      return {
        kind: 'open',
        at,
        because: 'out-of-band-fix',
        sentence: `${ring} gets the fix at once: it has the release that it takes the place of.`,
      };
    return { kind: 'waiting', sentence: 'Published.' };
  };
  const stages = Object.fromEntries(RINGS.map((ring) => [ring, stageOf(ring)])) as Release['stages'];
  const state: Release = {
    releaseId,
    kind: update.kind,
    kb: update.kbs[0] ?? 'KB0000000',
    builds: [...update.builds].slice(0, 20),
    releasedOn: releasedAt.slice(0, 10),
    ...(fixes && { supersedes: fixes.releaseId }),
    releasedAt,
    calendarFrom: fixes?.calendarFrom ?? releasedAt,
    carried: fixes ? carriedOf(fixes, update) : [],
    stages,
    pauses: current?.pauses ?? NO_PAUSES,
    hold: null,
    stops: 0,
    waived: null,
    verdict: null,
    progress: NO_PROGRESS,
    history: [],
    supersededBy: null,
    completed: isOld ? { at, eligible: 0, updated: 0, met: true } : null,
  };
  const evidence = emptyEvidence(at);
  const opened = isOld ? [] : RINGS.filter((ring) => stages[ring].kind === 'open');
  const events = opened.map((ring) => {
    const { sentence } = stages[ring] as Extract<RingStage, { kind: 'open' }>;
    return ringOpened.event({ release: recordOf(state), ring, because: 'out-of-band-fix', sentence, evidence });
  });
  return { state, events, audit: { action: 'release.adopt', detail: { releaseId, kb: state.kb } } };
}

/** Whether the update takes the place of the release: the next month's does, and a fix for any of the same Windows. */
export function takesPlaceOf(update: PublishedUpdate, release: Release): boolean {
  if (update.at <= Date.parse(release.releasedAt)) return false;
  return update.kind === 'quality' || update.builds.some((build) => hasWindowsOf(release.builds, build));
}

/** A later release takes the place of this one. What it is held for lasts until that one is open where this one is not. */
export function superseded(release: Release, by: Pick<Release, 'releaseId'>) {
  const stages = withStages(release, ringsWithout(release), { kind: 'superseded', by: by.releaseId });
  return {
    state: { ...release, stages, supersededBy: by.releaseId },
    audit: { action: 'release.supersede', detail: { releaseId: release.releaseId, by: by.releaseId } },
  };
}

/** The pauses of the release before that this one has not taken over. */
export function carryPauses(release: Release, before: Release): { readonly state: Release } {
  const missing = RINGS.filter((ring) => release.stages[ring].kind === 'waiting' && !release.pauses[ring]);
  const pauses = Object.fromEntries(missing.map((ring) => [ring, before.pauses[ring]]));
  return { state: { ...release, pauses: { ...release.pauses, ...pauses } } };
}

const carriedOf = ({ builds, carried }: Release, update: PublishedUpdate): string[] =>
  [...builds, ...carried].filter((build) => !hasWindowsOf(update.builds, build));

const byTime = (a: Release, b: Release): number => (a.releasedAt < b.releasedAt ? -1 : 1);
