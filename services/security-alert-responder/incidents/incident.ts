import * as z from 'zod';
import { type SecurityIncident, securityIncident } from '../../../shared/contracts/events/security-events.ts';
import { resolutionSchema } from '../../../shared/contracts/http/security-incidents.ts';
import { involvingAlert, MOST_ALERTS } from './alert-of-incident.ts';
import { tallySchema } from './tally.ts';

/** Of a flood of more alerts than these pages hold, the rest stays at Microsoft. */
export const MOST_PAGES = 50;

export const incidentSchema = securityIncident.extend({
  /** The first that came; later ones lie in pages of their own. */
  alerts: z.array(involvingAlert).min(1).max(MOST_ALERTS),
  /** What each of the pages adds up to. */
  pages: z.array(tallySchema).max(MOST_PAGES),
  alertCount: z.int().min(1),
  /** Devices that are cut off from the network. */
  isolated: z.array(z.string()),
  /** Somebody has begun to act upon it here. */
  begun: z.boolean(),
  /** A person's word that it is over, for the alerts that there were by then. */
  resolution: resolutionSchema.extend({ at: z.iso.datetime() }).nullable(),
});

/** Alerts that belong together, on managed devices; all but the facts is derived from them. */
export type Incident = z.infer<typeof incidentSchema>;

export type Resolution = NonNullable<Incident['resolution']>;

/** Ours for Defender's: digits today. Whatever else comes is written so that it may stand in a path, and stays distinct. */
export const incidentIdOf = (defenderIncident: string): string =>
  `defender-${defenderIncident.replace(/[^A-Za-z0-9.-]/g, (odd) => `_${odd.charCodeAt(0).toString(16)}_`).slice(0, 100)}`;

/** Defender's id of a device, as the newest alert has it. */
export function machineOf({ alerts, pages }: Incident, deviceId: string): string | undefined {
  const named = [
    ...alerts.flatMap(({ devices, updatedAt }) => devices.map((device) => ({ ...device, seenAt: updatedAt }))),
    ...pages.flatMap(({ devices }) => devices),
  ].filter((each) => each.deviceId === deviceId);
  return named.sort((a, b) => (`${a.seenAt} ${a.machineId}` < `${b.seenAt} ${b.machineId}` ? -1 : 1)).at(-1)?.machineId;
}

/** What others are told. */
export const recordOf = (incident: Incident): SecurityIncident => securityIncident.parse(incident);
