import {
  type GateEvidence,
  RINGS,
  type Ring,
  releaseCompleted,
  releaseHeld,
  releaseResumed,
  ringOpened,
} from '../../../shared/contracts/events/update-events.ts';
import { type Release, type RingStage, recordOf, ringsNotOpen, runs } from '../releases/release.ts';
import { CALENDAR, dayOf, latestDay, plannedDay } from '../releases/release-calendar.ts';
import { type Cell, type Verdict, verdict } from './bet.ts';
import type { Crashes } from './crashes.ts';
import { cellsOf, eligible, type GatedDevice, isFresh, othersCrashToo, progressOf } from './evidence.ts';
import { opening, RING_BEFORE } from './opening.ts';
import { haltSentence, openSentence, quietSentence, staleSentence, waitSentence } from './sentences.ts';

/** Everything that a look at a release is decided by; the same again gives the same again. */
export interface View {
  readonly now: number;
  readonly timeZone: string;
  readonly devices: readonly GatedDevice[];
  readonly crashes: Crashes;
}

type Told = ReturnType<(typeof ringOpened)['event']>;

/** A release after a look, and what is to be told of it. */
export interface Looked {
  readonly state: Release;
  readonly events: readonly Told[];
  readonly audit?: { readonly action: string; readonly detail: Record<string, string | number> };
}

/** How far the release is, whether it has to stop, and which ring opens. */
export function look(release: Release, view: View): Looked {
  if (release.supersededBy) return { state: release, events: [] };
  const seen = withProgress(release, view);
  const judged = judge(seen, view);
  if (judged.kind === 'halt') return halt(judged.release, judged.verdict, view);
  return opened(judged.release, view);
}

function withProgress(release: Release, { devices, now, timeZone }: View): Release {
  const progress = Object.fromEntries(
    RINGS.map((ring) => [ring, progressOf(ring, release, devices, now)]),
  ) as Release['progress'];
  const counted = eligible(release, devices, now);
  const updated = counted.filter(({ sighting }) => runs(release, sighting.osVersion)).length;
  const day = dayOf(Date.parse(release.releasedAt), now, timeZone);
  const point = { day, eligible: counted.length, updated };
  const history = [...release.history.filter((each) => each.day !== day), point].slice(-60);
  return { ...release, progress, history };
}

type Judged =
  | { readonly kind: 'go-on'; readonly release: Release }
  | { readonly kind: 'halt'; readonly release: Release; readonly verdict: Verdict };

function judge(release: Release, view: View): Judged {
  const { crashes, devices, now } = view;
  const cells = cellsOf(release, devices, crashes);
  const found = verdict(cells);
  const updated = devices.filter(({ sighting }) => runs(release, sighting.osVersion)).length;
  const evidence = evidenceOf(release, cells, found, view, updated);
  const crashed = cells.find(({ measure, group }) => measure === 'stop-errors' && group === 'all');
  const sentence = isFresh(crashes, now) ? quietSentence(crashed, updated) : staleSentence(crashes.dataUntil);
  const next = { ...release, verdict: { sentence, evidence } };
  const isWaived = release.waived !== null && hit(cells) <= release.waived + 1;
  const stops = found.halt && release.hold === null && !isWaived && ringsNotOpen(release).length > 0;
  return stops ? { kind: 'halt', release: next, verdict: found } : { kind: 'go-on', release: next };
}

/** Devices that something has happened to, counted once a measure. */
export const hit = (cells: readonly Cell[]): number =>
  cells.filter(({ group }) => group === 'all').reduce((sum, { devices }) => sum + devices, 0);

function halt(release: Release, found: Verdict, view: View): Looked {
  const { devices, crashes, now } = view;
  const rings = ringsNotOpen(release);
  const othersToo = othersCrashToo(release, devices, crashes);
  const updated = devices.filter(({ sighting }) => runs(release, sighting.osVersion)).length;
  const sentence = haltSentence(found, updated, rings, othersToo);
  const because = othersToo ? 'cause-unclear' : 'regression';
  return held(release, { by: 'gate', because, sentence, rings, now });
}

interface Holding {
  readonly by: 'gate' | 'person';
  readonly because: 'regression' | 'cause-unclear' | 'person';
  readonly sentence: string;
  readonly rings: readonly Ring[];
  readonly now: number;
}

/** Shuts rings. The incident is the same for all that concerns this hold. */
export function held(release: Release, { by, because, sentence, rings, now }: Holding): Looked {
  const at = new Date(now).toISOString();
  const holds = release.holds + 1;
  const incidentId = release.hold?.incidentId ?? `release:${release.releaseId}:${holds}`;
  const evidence = release.verdict?.evidence ?? emptyEvidence(at);
  const stages = withStages(release, rings, { kind: 'held', at, sentence });
  const hold = { incidentId, at, by, because, sentence };
  const verdictNow = release.verdict && { ...release.verdict, sentence };
  const state = { ...release, stages, holds, hold, verdict: by === 'gate' ? verdictNow : release.verdict };
  return {
    state,
    events: [
      releaseHeld.event({ release: recordOf(release), incidentId, rings: [...rings], because, sentence, evidence }),
    ],
    audit: { action: 'release.hold', detail: { releaseId: release.releaseId, because, sentence } },
  };
}

/** Takes a hold back, by a person: the gate keeps still as long as not more devices crash. */
export function resumed(release: Release, rings: readonly Ring[], reason: string): Looked {
  const { hold } = release;
  const stages = withStages(release, rings, { kind: 'waiting', sentence: `Resumed by a person: ${reason}` });
  const left = RINGS.some((ring) => stages[ring].kind === 'held');
  const waived = hit(release.verdict?.evidence.cells ?? []);
  const state = { ...release, stages, waived, hold: left ? hold : null };
  if (!hold || left) return { state, events: [] };
  const { incidentId, because } = hold;
  const told = {
    release: recordOf(release),
    incidentId,
    because,
    rings: [...rings],
    sentence: `Resumed by a person: ${reason}`,
  };
  return {
    state,
    events: [releaseResumed.event({ ...told, by: 'person' })],
    audit: { action: 'release.resume', detail: { releaseId: release.releaseId, reason } },
  };
}

/** A later release takes the place of this one; what it was held for is over. */
export function superseded(release: Release, by: Release): Looked {
  const open = ringsNotOpen(release);
  const stages = withStages(release, open, { kind: 'superseded', by: by.releaseId });
  const state = { ...release, stages, supersededBy: by.releaseId, hold: null };
  if (!release.hold) return { state, events: [] };
  const { incidentId, because } = release.hold;
  const sentence = `${by.kb} of ${by.releasedOn} takes the place of ${release.kb}: rings go on with it.`;
  const told = {
    release: recordOf(release),
    incidentId,
    because,
    rings: open.length > 0 ? open : [...RINGS],
    sentence,
  };
  return {
    state,
    events: [releaseResumed.event({ ...told, by: 'out-of-band-fix', fixedBy: recordOf(by) })],
    audit: { action: 'release.supersede', detail: { releaseId: release.releaseId, by: by.releaseId } },
  };
}

/** Opens what the rule opens, in the order of the rings, and says of the others why they wait. */
function opened(release: Release, view: View): Looked {
  const { now, timeZone, crashes } = view;
  const at = new Date(now).toISOString();
  const fresh = isFresh(crashes, now);
  const events: Told[] = [];
  let state = release;
  for (const ring of RINGS) {
    if (state.stages[ring].kind !== 'waiting') continue;
    const found = opening(ring, state, now, timeZone, fresh);
    const before = ring === 'Test' ? undefined : state.progress[RING_BEFORE[ring]];
    if (found.kind === 'wait') {
      const latest = latestDay(ring, Date.parse(state.calendarFrom), timeZone);
      const sentence = waitSentence(ring, found.for, before, plannedDay(ring), latest);
      state = { ...state, stages: withStages(state, [ring], { kind: 'waiting', sentence }) };
      continue;
    }
    const crashed = state.verdict?.evidence.cells.find(
      ({ measure, group }) => measure === 'stop-errors' && group === 'all',
    );
    const sentence = openSentence(ring, found.because, before, crashed);
    const evidence = state.verdict?.evidence ?? emptyEvidence(at);
    state = { ...state, stages: withStages(state, [ring], { kind: 'open', at, because: found.because, sentence }) };
    events.push(ringOpened.event({ release: recordOf(state), ring, because: found.because, sentence, evidence }));
  }
  const done = completed(state, view);
  return { state: done.state, events: [...events, ...done.events] };
}

/** On day 21 the goal is judged, once. Small fleets may lack one device. */
function completed(release: Release, { now, timeZone }: View): Looked {
  const day = dayOf(Date.parse(release.releasedAt), now, timeZone);
  const last = release.history.at(-1);
  if (release.completed || day < CALENDAR.goalDay || !last) return { state: release, events: [] };
  const { eligible: count, updated } = last;
  const asked = count < 20 ? count - 1 : Math.ceil(count * CALENDAR.goal);
  const met = updated >= asked;
  const sentence = `${updated} of ${count} eligible devices run ${release.kb} on day ${day}; ${asked} were asked for: the goal is ${met ? 'met' : 'missed'}.`;
  const record = recordOf(release);
  return {
    state: { ...release, completed: { at: new Date(now).toISOString(), eligible: count, updated, met } },
    events: [releaseCompleted.event({ release: record, eligible: count, updated, goal: CALENDAR.goal, met, sentence })],
  };
}

function withStages(release: Release, rings: readonly Ring[], stage: RingStage): Release['stages'] {
  return { ...release.stages, ...Object.fromEntries(rings.map((ring) => [ring, stage])) };
}

const MOST_CELLS = 20;

function evidenceOf(
  release: Release,
  cells: readonly Cell[],
  found: Verdict,
  view: View,
  updated: number,
): GateEvidence {
  const { progress } = release;
  const sum = (of: 'reachable' | 'failed') => RINGS.reduce((total, ring) => total + progress[ring][of], 0);
  const heavy = cells.toSorted((a, b) => b.devices / (b.expected + 0.1) - a.devices / (a.expected + 0.1));
  const all = heavy.filter(({ group }) => group === 'all');
  return {
    at: new Date(view.now).toISOString(),
    dataUntil: view.crashes.dataUntil,
    total: Math.min(found.total, Number.MAX_SAFE_INTEGER),
    cells: [...all, ...heavy.filter(({ group }) => group !== 'all')].slice(0, MOST_CELLS),
    updated,
    reachable: sum('reachable'),
    failed: sum('failed'),
  };
}

function emptyEvidence(at: string): GateEvidence {
  return { at, dataUntil: null, total: 0, cells: [], updated: 0, reachable: 0, failed: 0 };
}
