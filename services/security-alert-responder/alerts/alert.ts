import type { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';

export type Severity = (typeof ALERT_SEVERITIES)[number];

/** An alert as Microsoft lists it, as far as it matters here. */
export interface ListedAlert {
  readonly alertId: string;
  /** Defender's incident; every alert belongs to one. */
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly category: string | null;
  readonly status: string;
  readonly assignedTo: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly machines: readonly Machine[];
}

/** A machine in the evidence: Defender's id of it, and Entra's, where it has one. */
export interface Machine {
  readonly machineId: string;
  readonly entraDeviceId: string | null;
}

/** Alerts come late and out of order; each look goes back so far behind the newest that was seen. */
export const OVERLAP_MS = 10 * 60_000;

/** From when on alerts are asked for. */
export function lookFrom(watermark: string | null, tenantSince: number): number {
  return watermark === null ? tenantSince : Date.parse(watermark) - OVERLAP_MS;
}

/** The newest moment that has been seen; it never goes back. */
export function watermarkAfter(watermark: string | null, alerts: readonly ListedAlert[]): string | null {
  return alerts.reduce<string | null>(
    (newest, { updatedAt }) => (newest === null || Date.parse(updatedAt) > Date.parse(newest) ? updatedAt : newest),
    watermark,
  );
}
