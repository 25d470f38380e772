import type * as z from 'zod';
import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import type { releaseBody } from '../../../shared/contracts/http/releases.ts';
import { type Release, recordOf, stateOf } from './release.ts';
import { CALENDAR, dayOf, latestDay, plannedDay } from './release-calendar.ts';

const DAY_MS = 86_400_000;

/** A release as an admin sees it. */
export function bodyOf(release: Release, now: number, timeZone: string): z.input<typeof releaseBody> {
  const { hold, verdict, history, supersededBy, completed, releasedAt } = release;
  const last = history.at(-1);
  return {
    ...recordOf(release),
    state: stateOf(release),
    day: dayOf(Date.parse(releasedAt), now, timeZone),
    rings: RINGS.map((ring) => ringOf(release, ring, timeZone)),
    hold,
    verdict,
    goal: {
      share: CALENDAR.goal,
      day: CALENDAR.goalDay,
      eligible: last?.eligible ?? 0,
      updated: last?.updated ?? 0,
      met: completed?.met ?? null,
    },
    history,
    supersededBy,
  };
}

function ringOf({ stages, progress, calendarFrom }: Release, ring: Ring, timeZone: string) {
  const from = Date.parse(calendarFrom);
  const stage = stages[ring];
  return {
    ring,
    stage: stage.kind,
    plannedDay: plannedDay(ring),
    plannedOn: new Date(from + plannedDay(ring) * DAY_MS).toISOString().slice(0, 10),
    latestDay: latestDay(ring, from, timeZone),
    openedAt: stage.kind === 'open' ? stage.at : null,
    sentence: stage.kind === 'superseded' ? `${stage.by} goes there in its place.` : stage.sentence,
    ...progress[ring],
  };
}
