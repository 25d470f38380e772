import type * as z from 'zod';
import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import type { releaseBody } from '../../../shared/contracts/http/releases.ts';
import { type Release, recordOf, standOf, stateOf } from './release.ts';
import { CALENDAR, dayOf, latestDay, offeredAt, plannedDay } from './release-calendar.ts';

/** A release as an admin sees it. */
export function bodyOf(release: Release, now: number, timeZone: string): z.input<typeof releaseBody> {
  const { verdict, history, supersededBy, completed, releasedAt } = release;
  const last = history.at(-1);
  return {
    ...recordOf(release),
    state: stateOf(release),
    day: dayOf(Date.parse(releasedAt), now, timeZone),
    rings: RINGS.map((ring) => ringOf(release, ring, timeZone)),
    hold: stopOf(release),
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

/** What stops rings: the gate, else a person. */
function stopOf({ hold, pauses, supersededBy }: Release): z.input<typeof releaseBody>['hold'] {
  if (hold) return { ...hold, by: 'gate' };
  const pause = supersededBy ? undefined : RINGS.map((ring) => pauses[ring]).find((each) => each !== null);
  if (!pause) return null;
  const { incidentId, at, reason } = pause;
  return { incidentId, at, by: 'person', because: 'person', sentence: `Paused by a person: ${reason}` };
}

function ringOf(release: Release, ring: Ring, timeZone: string) {
  const from = Date.parse(release.calendarFrom);
  const stage = standOf(release, ring);
  return {
    ring,
    stage: stage.kind,
    plannedDay: plannedDay(ring),
    plannedOn: new Date(offeredAt(from, plannedDay(ring))).toISOString().slice(0, 10),
    latestDay: latestDay(ring, from, timeZone),
    openedAt: stage.kind === 'open' ? stage.at : null,
    sentence: stage.kind === 'superseded' ? `${stage.by} goes there in its place.` : stage.sentence,
    ...release.progress[ring],
  };
}
