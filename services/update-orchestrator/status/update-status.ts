import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import type { GatedDevice } from '../gate/gated-device.ts';
import { hasFailed, isReachable } from '../gate/progress.ts';
import { isFor, type Release, runs, standOf } from '../releases/release.ts';

export type UpdateStatus =
  | 'up-to-date'
  | 'in-progress'
  | 'waiting'
  | 'held'
  | 'failed'
  | 'not-reachable'
  | 'not-for-it'
  | 'no-ring';

/** How a device stands with the release, and why. */
export function statusOf(
  device: GatedDevice,
  release: Release,
  now: number,
): { readonly status: UpdateStatus; readonly reason: string } {
  const { sighting, ring } = device;
  if (runs(release, sighting.osVersion)) return { status: 'up-to-date', reason: `Runs ${release.kb} or later.` };
  if (!isFor(release, sighting.osVersion))
    return { status: 'not-for-it', reason: `There is no ${release.kb} for its Windows.` };
  if (!ring) return { status: 'no-ring', reason: 'It has no ring yet.' };
  if (!isReachable(device, now))
    return { status: 'not-reachable', reason: `Has not checked in since ${dayOf(sighting.seen)}.` };
  if (hasFailed(ring, release, device, now))
    return { status: 'failed', reason: 'Checks in, is past its deadline, and does not have it.' };
  return ofStage(ring, release);
}

function ofStage(ring: Ring, release: Release): { readonly status: UpdateStatus; readonly reason: string } {
  const stage = standOf(release, ring);
  switch (stage.kind) {
    case 'open':
      return { status: 'in-progress', reason: `${ring} is offered ${release.kb} since ${stage.at.slice(0, 10)}.` };
    case 'held':
      return { status: 'held', reason: stage.sentence };
    case 'waiting':
      return { status: 'waiting', reason: stage.sentence };
    case 'superseded':
      return { status: 'waiting', reason: `${stage.by} takes its place.` };
  }
}

const dayOf = (hours: number): string => new Date(hours * HOUR_MS).toISOString().slice(0, 10);
