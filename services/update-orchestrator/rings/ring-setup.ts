import * as z from 'zod';
import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';

const perRing = <T extends z.ZodType>(each: T) => z.object({ Test: each, First: each, Fast: each, Broad: each });
const ids = perRing(z.string());

const drift = z.array(z.object({ ring: z.string(), setting: z.string(), found: z.string() })).max(50);

export type Drift = z.infer<typeof drift>;

export const ringSetupSchema = z.object({
  /** Ids of the groups in Entra, by ring. */
  groups: ids.nullable(),
  /** Ids of the policies in Intune, by ring. */
  policies: ids.nullable(),
  /** What the policies were told last: whatever else they say is somebody else's doing. */
  orders: perRing(z.object({ paused: z.boolean(), deferral: z.int() })).nullable(),
  /** What somebody had changed, and was put right. */
  drift,
  driftAt: z.iso.datetime().nullable(),
  /** When devices on their way were last looked for in Entra. */
  lookedAt: z.iso.datetime().nullable(),
  /** Where the changes of the groups go on. */
  groupsDelta: z.string().max(8192).nullable(),
});

/** What the service has made in the tenant, and how it was found. */
export type RingSetup = z.infer<typeof ringSetupSchema>;

export type IdByRing = Readonly<Record<Ring, string>>;

export const NO_SETUP: RingSetup = {
  groups: null,
  policies: null,
  orders: null,
  drift: [],
  driftAt: null,
  lookedAt: null,
  groupsDelta: null,
};

const SHOWN_MS = DAY_MS;

/** Drift is shown for a day after it was put right last. */
export function withDrift(
  { drift: known, driftAt }: Pick<RingSetup, 'drift' | 'driftAt'>,
  found: Drift,
  now: number,
): Pick<RingSetup, 'drift' | 'driftAt'> {
  if (found.length > 0) return { drift: found.slice(0, 50), driftAt: new Date(now).toISOString() };
  const isOld = driftAt !== null && now - Date.parse(driftAt) >= SHOWN_MS;
  return { drift: isOld ? [] : known, driftAt };
}
