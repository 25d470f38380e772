import * as z from 'zod';
import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';

export type Severity = (typeof ALERT_SEVERITIES)[number];

const machine = z.object({ machineId: z.string(), entraDeviceId: z.string().nullable() });

/** A machine in the evidence: Defender's id of it, and Entra's, where it has one. */
export type Machine = z.infer<typeof machine>;

export const listedAlert = z.object({
  alertId: z.string(),
  /** Defender's incident; every alert belongs to one. */
  incident: z.string(),
  title: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  category: z.string().nullable(),
  status: z.string(),
  assignedTo: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  machines: z.array(machine),
});

/** An alert as Microsoft lists it, as far as it matters here. */
export type ListedAlert = z.infer<typeof listedAlert>;

/** Alerts show up late and out of order; each look goes back so far behind the newest that was seen. */
export const OVERLAP_MS = 10 * 60_000;

/** How far back alerts are asked for in a tenant where none was seen yet. */
const FIRST_LOOK_MS = 7 * 86_400_000;

/** What has been taken in of a tenant's alerts. */
export interface Seen {
  /** When the newest of them was changed. */
  readonly newest: string;
  /** By alert, the version of those that the next look lists again. */
  readonly versions: Readonly<Record<string, string>>;
}

/** In a flood, some are looked at again for nothing rather than all of them kept. */
const MOST_VERSIONS = 500;

/** From when on alerts are asked for. */
export const lookFrom = (seen: Seen | undefined, now: number): number =>
  seen === undefined ? now - FIRST_LOOK_MS : Date.parse(seen.newest) - OVERLAP_MS;

/** Alerts that are new, or in a version that is. */
export const unseen = (seen: Seen | undefined, alerts: readonly ListedAlert[]): ListedAlert[] =>
  alerts.filter(({ alertId, updatedAt }) => seen?.versions[alertId] !== updatedAt);

/**
 * What has been taken in after a look that listed these, at least one. The newest moment never goes back, nor ahead of now:
 * a date in the future must hide nothing.
 */
export function seenAfter(seen: Seen | undefined, listed: readonly ListedAlert[], now: number): Seen {
  const moments = listed.map(({ updatedAt }) => Math.min(Date.parse(updatedAt), now));
  const newest = Math.max(...moments, seen === undefined ? 0 : Date.parse(seen.newest));
  const again = listed.filter(({ updatedAt }) => Date.parse(updatedAt) >= newest - OVERLAP_MS).slice(-MOST_VERSIONS);
  return {
    newest: new Date(newest).toISOString(),
    versions: Object.fromEntries(again.map(({ alertId, updatedAt }) => [alertId, updatedAt])),
  };
}
