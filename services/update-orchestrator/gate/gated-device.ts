import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { type Sighting, type Stay, staysOf } from '../inventory/sighting.ts';
import { isExactly, type Release, runs } from '../releases/release.ts';

/** A device as the gate looks at it. */
export interface GatedDevice {
  readonly deviceId: string;
  readonly ring: Ring | null;
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

/** Days of a span (milliseconds since 1970) in which it ran the release, on or off. */
export function daysOn(release: Release, { sighting }: GatedDevice, from: number, to: number): number {
  return ownStays(release, sighting).reduce((sum, stay) => sum + overlap(stay, release, from, to), 0);
}

/** The same up to a moment, for the first days of each time that it came to the release. */
export function firstDaysOn(release: Release, { sighting }: GatedDevice, days: number, to: number): number {
  return ownStays(release, sighting).reduce((sum, stay) => {
    const begin = beginOf(stay, release);
    return sum + overlap(stay, release, begin, Math.min(begin + days * DAY_MS, to));
  }, 0);
}

const ownStays = (release: Release, sighting: Sighting): Stay[] =>
  staysOf(sighting).filter(({ osVersion }) => isExactly(release, osVersion));

/** Devices that were met with it may have had it since it came out. */
const beginOf = ({ since }: Stay, { releasedAt }: Release): number =>
  since === null ? Date.parse(releasedAt) : since * HOUR_MS;

function overlap(stay: Stay, release: Release, from: number, to: number): number {
  const end = stay.until === null ? to : Math.min(stay.until * HOUR_MS, to);
  return Math.max(0, end - Math.max(beginOf(stay, release), from)) / DAY_MS;
}
