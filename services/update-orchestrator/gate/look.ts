import {
  RINGS,
  releaseCompleted,
  type releaseHeld,
  releaseResumed,
  ringOpened,
} from '../../../shared/contracts/events/update-events.ts';
import { type Release, recordOf, runs, withStages } from '../releases/release.ts';
import { CALENDAR, dayOf, latestDay, offeredAt, plannedDay } from '../releases/release-calendar.ts';
import type { Crashes } from './crashes.ts';
import { dataEnd, isFresh } from './evidence.ts';
import type { GatedDevice } from './gated-device.ts';
import { judged } from './judge.ts';
import { opening, RING_BEFORE } from './opening.ts';
import { eligible, progressOf } from './progress.ts';
import { openSentence, waitSentence } from './sentences.ts';
import { crashCell, emptyEvidence } from './verdict.ts';

/** Everything that a look at a release is decided by; the same again gives the same again. */
export interface View {
  readonly now: number;
  readonly timeZone: string;
  readonly devices: readonly GatedDevice[];
  readonly crashes: Crashes;
  /** What took the place of the release, the next one first. */
  readonly followers: readonly Release[];
}

export type Told = ReturnType<
  | (typeof ringOpened)['event']
  | (typeof releaseHeld)['event']
  | (typeof releaseResumed)['event']
  | (typeof releaseCompleted)['event']
>;

/** A release after a decision, and what is to be told of it. */
export interface Looked {
  readonly state: Release;
  readonly events: readonly Told[];
  readonly audit?: { readonly action: string; readonly detail: Record<string, string | number> };
}

/**
 * How far the release is, whether it has to stop, and which ring opens. One that something has taken the place of is looked
 * at as well: devices run it still, and crashes are known only a day or two after.
 */
export function look(release: Release, view: View): Looked {
  if (release.supersededBy && release.completed && !release.hold) return { state: release, events: [] };
  return [measured, judged, opened, mended, completed].reduce<Looked>(
    (so, step) => {
      const next = step(so.state, view);
      const audit = next.audit ?? so.audit;
      return { state: next.state, events: [...so.events, ...next.events], ...(audit && { audit }) };
    },
    { state: release, events: [] },
  );
}

function measured(release: Release, { devices, crashes, now, timeZone }: View): Looked {
  const progress = Object.fromEntries(
    RINGS.map((ring) => [ring, progressOf(ring, release, devices, now, dataEnd(crashes))]),
  ) as Release['progress'];
  const counted = eligible(release, devices, now);
  const updated = counted.filter(({ sighting }) => runs(release, sighting.osVersion)).length;
  const day = dayOf(Date.parse(release.releasedAt), now, timeZone);
  const point = { day, eligible: counted.length, updated };
  const history = [...release.history.filter((each) => each.day !== day), point].slice(-60);
  return { state: { ...release, progress, history }, events: [] };
}

/** Opens what the rule opens, in the order of the rings, and says of the others why they wait. */
function opened(release: Release, { now, timeZone, crashes }: View): Looked {
  const at = new Date(now).toISOString();
  const fresh = isFresh(crashes, now);
  const evidence = release.verdict?.evidence ?? emptyEvidence(at);
  const events: Told[] = [];
  let state = release;
  for (const ring of RINGS) {
    if (state.stages[ring].kind !== 'waiting' || state.pauses[ring]) continue;
    const found = opening(ring, state, now, timeZone, fresh);
    const before = ring === 'Test' ? undefined : state.progress[RING_BEFORE[ring]];
    if (found.kind === 'wait') {
      const latest = latestDay(ring, Date.parse(state.calendarFrom), timeZone);
      const sentence = waitSentence(ring, found.for, before, plannedDay(ring), latest);
      state = { ...state, stages: withStages(state, [ring], { kind: 'waiting', sentence }) };
      continue;
    }
    const { because } = found;
    const sentence = openSentence(ring, because, before, crashCell(evidence.cells));
    state = { ...state, stages: withStages(state, [ring], { kind: 'open', at, because, sentence }) };
    events.push(ringOpened.event({ release: recordOf(state), ring, because, sentence, evidence }));
  }
  return { state, events };
}

/** A hold is over once every ring that it shut has been opened to what came after. */
function mended(release: Release, { followers, now }: View): Looked {
  const { hold } = release;
  const [fix] = followers;
  const same = { state: release, events: [] };
  if (!hold || !fix || Date.parse(hold.at) >= now) return same;
  const isOpen = (ring: (typeof RINGS)[number]) => followers.some(({ stages }) => stages[ring].kind === 'open');
  if (!hold.rings.every(isOpen)) return same;
  const { incidentId, because, rings } = hold;
  const sentence = `${fix.kb} of ${fix.releasedOn} has taken the place of ${release.kb} in every ring.`;
  return {
    state: { ...release, hold: null },
    events: [
      releaseResumed.event({
        release: recordOf(release),
        incidentId,
        rings,
        because,
        sentence,
        by: 'out-of-band-fix',
        fixedBy: recordOf(fix),
      }),
    ],
    audit: { action: 'release.mend', detail: { releaseId: release.releaseId, by: fix.releaseId } },
  };
}

/** After 21 days the goal is judged, once. Small fleets may lack one device. */
function completed(release: Release, { now }: View): Looked {
  const last = release.history.at(-1);
  const isDue = now >= offeredAt(Date.parse(release.releasedAt), CALENDAR.goalDay);
  if (release.completed || !isDue || !last) return { state: release, events: [] };
  const { eligible: count, updated } = last;
  const asked = count < 20 ? Math.max(0, count - 1) : Math.ceil(count * CALENDAR.goal);
  const met = updated >= asked;
  const sentence = `${updated} of ${count} eligible devices run ${release.kb} or later after ${CALENDAR.goalDay} days; ${asked} were asked for: the goal is ${met ? 'met' : 'missed'}.`;
  const record = recordOf(release);
  return {
    state: { ...release, completed: { at: new Date(now).toISOString(), eligible: count, updated, met } },
    events: [releaseCompleted.event({ release: record, eligible: count, updated, goal: CALENDAR.goal, met, sentence })],
  };
}
