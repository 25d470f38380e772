import * as z from 'zod';
import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';

/** Alerts in one document, and devices in an alert. */
export const MOST_ALERTS = 200;
export const MOST_DEVICES = 100;

export const involvedDevice = z.object({
  deviceId: z.string(),
  /** Defender's id of it. */
  machineId: z.string(),
  /** Users of its profile see what nobody else may. */
  sensitive: z.boolean(),
});

/** A managed device in an alert. */
export type InvolvedDevice = z.infer<typeof involvedDevice>;

export const involvingAlert = z.object({
  alertId: z.string(),
  title: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  category: z.string().nullable(),
  status: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  devices: z.array(involvedDevice).min(1).max(MOST_DEVICES),
});

/** An alert with the devices of ours that are in it. */
export type InvolvingAlert = z.infer<typeof involvingAlert>;

/** An alert, and what there is to know before it is taken in. */
export interface NewAlert {
  readonly alert: InvolvingAlert;
  /** It is somebody else's work: only news of what is on record already counts. */
  readonly onlyIfKnown?: boolean;
}

/** An alert, and the incident that it belongs to. */
export interface AlertOfIncident extends NewAlert {
  readonly incidentId: string;
}

/** Alerts with others, each in its newest version, the first made first. What is new is left out once there are too many. */
export function withMore(known: readonly InvolvingAlert[], more: readonly NewAlert[]): InvolvingAlert[] {
  const newest = new Map(known.map((alert) => [alert.alertId, alert]));
  for (const { alert, onlyIfKnown } of more.toSorted((a, b) => byCreation(a.alert, b.alert))) {
    const before = newest.get(alert.alertId);
    if (before ? isNewer(alert, before) : !onlyIfKnown && newest.size < MOST_ALERTS) newest.set(alert.alertId, alert);
  }
  return [...newest.values()].sort(byCreation);
}

/** The same version may come to involve more devices of ours. */
const isNewer = (a: InvolvingAlert, b: InvolvingAlert): boolean =>
  a.updatedAt === b.updatedAt ? a.devices.length > b.devices.length : a.updatedAt > b.updatedAt;

const byCreation = (a: InvolvingAlert, b: InvolvingAlert): number =>
  `${a.createdAt} ${a.alertId}` < `${b.createdAt} ${b.alertId}` ? -1 : 1;
