import * as z from 'zod';

/** What Intune said of a device last. Hours are counted since 1970: finer would be written anew with every look. */
export const sightingSchema = z.object({
  deviceId: z.string(),
  osVersion: z.string().max(32),
  /** Of the last check-in. */
  seen: z.int(),
  /** When the version was first seen in place of another; null before any other was. */
  since: z.int().nullable(),
  /** The version that it went back from, and when. */
  back: z.object({ from: z.string().max(32), at: z.int() }).nullable(),
  freeGigabytes: z.int(),
});

export type Sighting = z.infer<typeof sightingSchema>;

export const HOUR_MS = 3_600_000;

/** A device as the list has it. */
export interface Listed {
  readonly osVersion: string;
  /** Milliseconds since 1970. */
  readonly lastSync: number;
  readonly freeBytes: number;
}

/** What is kept of it. A check-in within the same half day is none: only days matter. */
export function sight(deviceId: string, listed: Listed, before: Sighting | undefined): Sighting {
  const seen = Math.floor(listed.lastSync / HOUR_MS / 12) * 12;
  const freeGigabytes = Math.min(10, Math.floor(listed.freeBytes / 2 ** 30));
  const { osVersion } = listed;
  if (!before || before.osVersion === osVersion)
    return { deviceId, osVersion, seen, since: before?.since ?? null, back: before?.back ?? null, freeGigabytes };
  const at = Math.floor(listed.lastSync / HOUR_MS);
  const back = isOlder(osVersion, before.osVersion) ? { from: before.osVersion, at } : null;
  return { deviceId, osVersion, seen, since: at, back, freeGigabytes };
}

function isOlder(a: string, b: string): boolean {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (const [n, part] of x.entries()) if (part !== y[n]) return part < (y[n] ?? 0);
  return false;
}
