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

/** From when on alerts are asked for. */
export const lookFrom = (watermark: string | null, now: number): number =>
  watermark === null ? now - FIRST_LOOK_MS : Date.parse(watermark) - OVERLAP_MS;

/** The newest moment that has been seen. It never goes back, nor ahead of now: a date in the future must hide nothing. */
export function watermarkAfter(watermark: string | null, alerts: readonly ListedAlert[], now: number): string | null {
  const seen = alerts.map(({ updatedAt }) => Math.min(Date.parse(updatedAt), now));
  const newest = Math.max(...seen, watermark === null ? 0 : Date.parse(watermark));
  return newest === 0 ? null : new Date(newest).toISOString();
}
