import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { isFor, type Release, type RingProgress, runs } from '../releases/release.ts';
import { RING_DAYS } from '../rings/ring-table.ts';
import { type GatedDevice, updatedAt } from './gated-device.ts';

const REACHABLE_MS = 5 * DAY_MS;

/** Until when crashes are known, in milliseconds since 1970; undefined: there is no data. */
type DataUntil = number | undefined;

/** How far the ring has come. */
export function progressOf(
  ring: Ring,
  release: Release,
  devices: readonly GatedDevice[],
  now: number,
  dataUntil: DataUntil,
): RingProgress {
  const own = devices.filter(
    (device) => device.ring === ring && isFor(release, device.sighting.osVersion) && isReachable(device, now),
  );
  const updated = own.filter(({ sighting }) => runs(release, sighting.osVersion));
  const covered = updated.filter((device) => (updatedAt(release, device) ?? now) <= (dataUntil ?? 0));
  const failed = own.filter((device) => hasFailed(ring, release, device, now));
  return { reachable: own.length, updated: updated.length, covered: covered.length, failed: failed.length };
}

/** Checked in during the last five days. */
export function isReachable({ sighting }: Pick<GatedDevice, 'sighting'>, now: number): boolean {
  return sighting.seen * HOUR_MS >= now - REACHABLE_MS;
}

/** Two days past the forced restart, checked in since, and still without it. */
export function hasFailed(ring: Ring, release: Release, { sighting }: GatedDevice, now: number): boolean {
  const stage = release.stages[ring];
  if (stage.kind !== 'open' || runs(release, sighting.osVersion)) return false;
  const { deadline, grace } = RING_DAYS[ring];
  const due = Date.parse(stage.at) + (deadline + grace + 2) * DAY_MS;
  return now > due && sighting.seen * HOUR_MS > due;
}

/** Devices that count for the goal: there is such an update for them, they are reachable, in a ring that is not Test, and have room for it. */
export function eligible(release: Release, devices: readonly GatedDevice[], now: number): GatedDevice[] {
  return devices.filter(
    (device) =>
      device.ring !== null &&
      device.ring !== 'Test' &&
      isFor(release, device.sighting.osVersion) &&
      device.sighting.freeGigabytes > 1 &&
      isReachable(device, now),
  );
}
