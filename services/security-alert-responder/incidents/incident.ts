import * as z from 'zod';
import {
  ALERT_SEVERITIES,
  type SecurityIncident,
  securityIncident,
} from '../../../shared/contracts/events/security-events.ts';
import { resolutionSchema } from '../../../shared/contracts/http/security-incidents.ts';

/** Of a flood the first ones tell what it is. */
export const MOST_ALERTS = 200;
export const MOST_DEVICES = 100;

const involvedDevice = z.object({
  deviceId: z.string(),
  /** Defender's id of it. */
  machineId: z.string(),
  /** Users of its profile see what nobody else may. */
  sensitive: z.boolean(),
});

/** A managed device in an alert. */
export type InvolvedDevice = z.infer<typeof involvedDevice>;

const involvingAlert = z.object({
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

export const incidentSchema = securityIncident.extend({
  alerts: z.array(involvingAlert).min(1).max(MOST_ALERTS),
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

export const incidentIdOf = (defenderIncident: string): string =>
  `defender-${defenderIncident.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}`;

/** Defender's id of a device, as the newest alert has it. */
export const machineOf = ({ alerts }: Incident, deviceId: string): string | undefined =>
  alerts
    .toSorted(byMoment('updatedAt'))
    .flatMap(({ devices }) => devices)
    .findLast((each) => each.deviceId === deviceId)?.machineId;

/** What others are told. */
export const recordOf = (incident: Incident): SecurityIncident => securityIncident.parse(incident);

/** In order of a moment, the same whatever order they come in. */
export const byMoment = (moment: 'createdAt' | 'updatedAt') => (a: InvolvingAlert, b: InvolvingAlert) =>
  `${a[moment]} ${a.alertId}` < `${b[moment]} ${b.alertId}` ? -1 : 1;
