import { releaseHeld } from '../../../shared/contracts/events/update-events.ts';
import { type Release, recordOf, ringsWithout, withStages } from '../releases/release.ts';
import { cellsOf, isFresh, othersCrashToo } from './evidence.ts';
import { hasRun } from './gated-device.ts';
import type { Looked, View } from './look.ts';
import { haltSentence, quietSentence, staleSentence } from './sentences.ts';
import { crashCell, emptyEvidence, evidenceOf, hitDevices, isNews } from './verdict.ts';
import { type Verdict, verdict } from './weighted-bets.ts';

/** What the bets say of the release; it is held when they have won enough and a ring is left to be kept from it. */
export function judged(release: Release, view: View): Looked {
  // What sinks again is no acquittal: a hold ends by a person, or by a fix.
  if (release.hold) return { state: release, events: [] };
  const { crashes, devices, now } = view;
  const cells = cellsOf(release, devices, crashes);
  const found = verdict(cells);
  const updated = devices.filter((device) => hasRun(release, device)).length;
  const sentence = isFresh(crashes, now) ? quietSentence(crashCell(cells), updated) : staleSentence(crashes.dataUntil);
  const seen = { sentence, evidence: evidenceOf(release, cells, found, { now, crashes, updated }) };
  const next = isNews(release.verdict, seen) ? { ...release, verdict: seen } : release;
  if (!found.halt || keepsStill(release, hitDevices(cells))) return { state: next, events: [] };
  return halted(next, found, updated, view);
}

/** When a halt would be nothing new: a person knows of it, nobody is left to be kept from it, or something better has come. */
function keepsStill(release: Release, hit: number): boolean {
  const isWaived = release.waived !== null && hit <= release.waived + 1;
  const wasStopped = release.supersededBy !== null && release.stops > 0;
  return isWaived || wasStopped || ringsWithout(release).length === 0;
}

/** Shuts the rings that do not have it. The incident is the same for all that concerns this hold. */
function halted(release: Release, found: Verdict, updated: number, { devices, crashes, now }: View): Looked {
  const at = new Date(now).toISOString();
  const rings = ringsWithout(release);
  const othersToo = othersCrashToo(release, devices, crashes);
  const because = othersToo ? 'cause-unclear' : 'regression';
  const sentence = haltSentence(found, updated, rings, othersToo, release.supersededBy);
  const stops = release.stops + 1;
  const incidentId = `release:${release.releaseId}:${stops}`;
  const evidence = release.verdict?.evidence ?? emptyEvidence(at);
  const waiting = rings.filter((ring) => release.stages[ring].kind === 'waiting');
  return {
    state: {
      ...release,
      stages: withStages(release, waiting, { kind: 'held', at, sentence }),
      stops,
      hold: { incidentId, at, because, sentence, rings },
      verdict: { sentence, evidence },
    },
    events: [releaseHeld.event({ release: recordOf(release), incidentId, rings, because, sentence, evidence })],
    audit: { action: 'release.hold', detail: { releaseId: release.releaseId, because, sentence } },
  };
}
