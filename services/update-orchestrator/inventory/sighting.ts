import * as z from 'zod';
import { HOUR_MS } from '../../../shared/time/durations.ts';

const osVersion = z.string().max(32);
/** When a version was first seen in place of another; null: the device was met with it. */
const since = z.int().nullable();

/** A version that the device has left. */
const staySchema = z.object({
  osVersion,
  since,
  until: z.int(),
  /** For a newer version, or back to an older one. */
  left: z.enum(['forward', 'back']),
});

/** What Intune said of a device last. Hours are counted since 1970: finer would be written anew with every look. */
export const sightingSchema = z.object({
  deviceId: z.string(),
  osVersion,
  /** Of the last check-in. */
  seen: z.int(),
  since,
  /** The oldest first. */
  before: z.array(staySchema),
  freeGigabytes: z.int(),
});

export type Sighting = z.infer<typeof sightingSchema>;

/** A device as the list has it. */
export interface Listed {
  readonly osVersion: string;
  /** Milliseconds since 1970. */
  readonly lastSync: number;
  readonly freeBytes: number;
}

/** A month and a fix or two. */
const MOST_STAYS = 4;

/** What is kept of it. A check-in within the same half day is none: only days matter. */
export function sight(deviceId: string, listed: Listed, last: Sighting | undefined): Sighting {
  const { osVersion: version } = listed;
  const seen = Math.floor(listed.lastSync / HOUR_MS / 12) * 12;
  const freeGigabytes = Math.min(10, Math.floor(listed.freeBytes / 2 ** 30));
  const now = { deviceId, osVersion: version, seen, since: last?.since ?? null, freeGigabytes };
  if (!last || last.osVersion === version) return { ...now, before: last?.before ?? [] };
  const at = Math.floor(listed.lastSync / HOUR_MS);
  const left = isOlder(version, last.osVersion) ? ('back' as const) : ('forward' as const);
  const stay = { osVersion: last.osVersion, since: last.since, until: at, left };
  return { ...now, since: at, before: [...last.before, stay].slice(-MOST_STAYS) };
}

/** A stretch of time in which a device ran a version; `until` is null while it does. */
export type Stay = Pick<Sighting, 'osVersion' | 'since'> & { readonly until: number | null };

/** The versions that it has run as far as they are kept, the oldest first. */
export const staysOf = ({ before, osVersion: version, since: from }: Sighting): readonly Stay[] => [
  ...before,
  { osVersion: version, since: from, until: null },
];

function isOlder(a: string, b: string): boolean {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (const [n, part] of x.entries()) if (part !== y[n]) return part < (y[n] ?? 0);
  return false;
}
