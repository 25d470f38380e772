import { RINGS, type Ring, releaseHeld, releaseResumed } from '../../../shared/contracts/events/update-events.ts';
import { type Pause, type Release, recordOf, withStages } from '../releases/release.ts';
import { ringsOf } from '../releases/release-plan.ts';
import type { Looked, Told } from './look.ts';
import { emptyEvidence, hitDevices } from './verdict.ts';

/** A person pauses rings that do not have the release yet. Throws `ring-open-already` when there are none. */
export function paused(release: Release, asked: readonly Ring[], reason: string, now: number): Looked {
  const rings = ringsOf('pause', release, asked);
  const at = new Date(now).toISOString();
  const stops = release.stops + 1;
  const incidentId = `release:${release.releaseId}:${stops}`;
  const evidence = release.verdict?.evidence ?? emptyEvidence(at);
  const sentence = `Paused by a person: ${reason}`;
  const told = { release: recordOf(release), incidentId, rings, sentence, evidence };
  return {
    state: { ...release, stops, pauses: withPauses(release, rings, { incidentId, at, reason }) },
    events: [releaseHeld.event({ ...told, because: 'person' })],
    audit: { action: 'release.pause', detail: { releaseId: release.releaseId, rings: rings.join(' '), reason } },
  };
}

/**
 * A person takes back what stops rings: pauses, and the gate's hold. From then on the gate keeps still as long as not more
 * devices are hit. Throws `ring-not-held` when nothing stops them.
 */
export function resumed(release: Release, asked: readonly Ring[], reason: string): Looked {
  const rings = ringsOf('resume', release, asked);
  const lifted = rings.filter((ring) => release.pauses[ring]);
  const freed = rings.filter((ring) => release.stages[ring].kind === 'held');
  const sentence = `Resumed by a person: ${reason}`;
  const stages = withStages(release, freed, { kind: 'waiting', sentence });
  const pauses = withPauses(release, lifted, null);
  const isHeld = RINGS.some((ring) => stages[ring].kind === 'held');
  const hold = freed.length > 0 && !isHeld ? null : release.hold;
  const waived = freed.length > 0 ? hitDevices(release.verdict?.evidence.cells ?? []) : release.waived;
  const state = { ...release, stages, pauses, hold, waived };
  const told = { release: recordOf(release), sentence, by: 'person' } as const;
  const ends = hold === release.hold ? [] : endOf(release.hold, told);
  return {
    state,
    events: [...ends, ...pausesOver(release, state, lifted).map((over) => releaseResumed.event({ ...told, ...over }))],
    audit: { action: 'release.resume', detail: { releaseId: release.releaseId, rings: asked.join(' '), reason } },
  };
}

function endOf(
  hold: Release['hold'],
  told: { release: ReturnType<typeof recordOf>; sentence: string; by: 'person' },
): Told[] {
  if (!hold) return [];
  const { incidentId, because, rings } = hold;
  return [releaseResumed.event({ ...told, incidentId, because, rings })];
}

/** Pauses that no ring is left of. */
function pausesOver(before: Release, after: Release, lifted: readonly Ring[]) {
  const left = new Set(RINGS.map((ring) => after.pauses[ring]?.incidentId));
  const over = new Set(lifted.flatMap((ring) => before.pauses[ring]?.incidentId ?? []).filter((id) => !left.has(id)));
  return [...over].map((incidentId) => ({
    incidentId,
    because: 'person' as const,
    rings: lifted.filter((ring) => before.pauses[ring]?.incidentId === incidentId),
  }));
}

const withPauses = ({ pauses }: Release, rings: readonly Ring[], pause: Pause | null): Release['pauses'] => ({
  ...pauses,
  ...Object.fromEntries(rings.map((ring) => [ring, pause])),
});
