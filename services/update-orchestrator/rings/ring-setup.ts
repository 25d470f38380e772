import * as z from 'zod';
import type { Ring } from '../../../shared/contracts/events/update-events.ts';

const perRing = z.object({ Test: z.string(), First: z.string(), Fast: z.string(), Broad: z.string() });

export const ringSetupSchema = z.object({
  /** Ids of the groups in Entra, by ring. */
  groups: perRing.nullable(),
  /** Ids of the policies in Intune, by ring. */
  policies: perRing.nullable(),
  /** What somebody had changed, and was put right at the last look. */
  drift: z.array(z.object({ ring: z.string(), setting: z.string(), found: z.string() })).max(50),
  driftAt: z.iso.datetime().nullable(),
  /** Where the changes of the groups go on. */
  groupsDelta: z.string().max(8192).nullable(),
});

/** What the service has made in the tenant, and how it was found. */
export type RingSetup = z.infer<typeof ringSetupSchema>;

export type IdByRing = Readonly<Record<Ring, string>>;

export const NO_SETUP: RingSetup = { groups: null, policies: null, drift: [], driftAt: null, groupsDelta: null };
