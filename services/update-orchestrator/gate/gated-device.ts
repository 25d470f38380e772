import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { type Sighting, type Stay, staysOf } from '../inventory/sighting.ts';
import { isExactly, type Release, runs } from '../releases/release.ts';

/** A device as the gate looks at it. */
export interface GatedDevice {
  readonly deviceId: string;
  readonly ring: Ring | null;
  readonly manufacturer: string;
  readonly model: string;
  readonly sighting: Sighting;
}

/** Whether it runs the release, or has run it. */
export const hasRun = (release: Release, { sighting }: GatedDevice): boolean =>
  staysOf(sighting).some(({ osVersion }) => isExactly(release, osVersion));

/** When it was first seen with the release or something newer, in milliseconds since 1970; undefined: never. */
export function updatedAt(release: Release, { sighting }: GatedDevice): number | undefined {
  const stay = staysOf(sighting).find(({ osVersion }) => runs(release, osVersion));
  return stay && beginOf(stay, release);
}

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When it ran the release, on or off: up to `now` where it still does. */
export const spansOf = (release: Release, { sighting }: GatedDevice, now: number): Span[] =>
  staysOf(sighting)
    .filter(({ osVersion }) => isExactly(release, osVersion))
    .map((stay) => ({
      from: beginOf(stay, release),
      to: stay.until === null ? now : Math.min(stay.until * HOUR_MS, now),
    }));

/** Devices that were met with it may have had it since it came out. */
const beginOf = ({ since }: Stay, { releasedAt }: Release): number =>
  since === null ? Date.parse(releasedAt) : since * HOUR_MS;
