import * as z from 'zod';
import {
  ALERT_SEVERITIES,
  securityIncident,
  securityIncidentChanged,
  securityIncidentOpened,
  securityIncidentResolved,
} from '../../../shared/contracts/events/security-events.ts';
import type { ListedAlert, Severity } from '../alerts/alert.ts';

const severity = z.enum(ALERT_SEVERITIES);

const alertSchema = z.object({
  alertId: z.string(),
  title: z.string(),
  severity,
  category: z.string().nullable(),
  status: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  devices: z.array(z.string()),
});

export const incidentSchema = securityIncident.extend({
  alerts: z.array(alertSchema).max(200),
  /** Defender's ids of the devices, by ours. */
  machines: z.record(z.string(), z.string()),
  /** Devices that are cut off from the network. */
  isolated: z.array(z.string()),
});

/** Alerts that belong together, on managed devices. */
export type Incident = z.infer<typeof incidentSchema>;

/** A managed device in an alert. */
export interface InvolvedDevice {
  readonly deviceId: string;
  readonly machineId: string;
  readonly sensitive: boolean;
}

/** An alert with the devices of ours that are in it. */
export interface InvolvingAlert {
  readonly alert: ListedAlert;
  readonly devices: readonly InvolvedDevice[];
}

const MOST_ALERTS = 200;
const MOST_DEVICES = 100;

export const incidentIdOf = (defenderIncident: string): string =>
  `incident:${defenderIncident.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100)}`;

/** Hours within which triage has to begin, around the clock. [operations: the clocks of tickets] */
const TRIAGE_HOURS: Readonly<Record<Severity, number | null>> = { high: 1, medium: 4, low: 8, informational: null };

/** The incident with one more alert, or with a newer version of one; undefined when nothing is new. */
export const withAlert =
  (incidentId: string, { alert, devices }: InvolvingAlert) =>
  (current: Incident | undefined) => {
    const known = current?.alerts.find(({ alertId }) => alertId === alert.alertId);
    if (known && known.updatedAt >= alert.updatedAt) return undefined;
    if (!known && (current?.alerts.length ?? 0) >= MOST_ALERTS) return undefined;
    const { alertId, title, severity: own, category, status, createdAt, updatedAt } = alert;
    const ids = devices.map(({ deviceId }) => deviceId);
    const mine = { alertId, title, severity: own, category, status, createdAt, updatedAt, devices: ids };
    const alerts = [...(current?.alerts ?? []).filter((each) => each.alertId !== alertId), mine];
    const machines = {
      ...current?.machines,
      ...Object.fromEntries(devices.map((each) => [each.deviceId, each.machineId])),
    };
    const sensitive = devices.some((each) => each.sensitive);
    const next = summed(incidentId, current, alerts, machines, sensitive);
    if (!current)
      return {
        state: next,
        events: [securityIncidentOpened.event(recordOf(next))],
        audit: { action: 'incident.open' },
      };
    const ended = next.state === 'resolved' && current.state !== 'resolved';
    const event = ended ? securityIncidentResolved : securityIncidentChanged;
    return { state: next, ...(isNews(current, next) && { events: [event.event(recordOf(next))] }) };
  };

function summed(
  incidentId: string,
  current: Incident | undefined,
  alerts: Incident['alerts'],
  machines: Readonly<Record<string, string>>,
  sensitive: boolean,
): Incident {
  const sorted = alerts.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const [first] = sorted;
  const worst = sorted.toSorted((a, b) => rank(b.severity) - rank(a.severity))[0];
  const devices = Object.keys(machines).sort().slice(0, MOST_DEVICES);
  const level = raised(worst?.severity ?? 'medium', devices.length, worst?.category ?? null, sensitive);
  const firstSeen = first?.createdAt ?? '';
  const hours = TRIAGE_HOURS[level];
  const isOver = sorted.every(({ status }) => status === 'resolved') && (current?.isolated ?? []).length === 0;
  const state = isOver ? 'resolved' : (current?.state ?? 'new');
  return {
    incidentId,
    title: worst?.title ?? '',
    severity: level,
    category: worst?.category ?? null,
    alertIds: sorted.map(({ alertId }) => alertId),
    devices,
    firstSeen,
    lastSeen:
      sorted
        .map(({ updatedAt }) => updatedAt)
        .sort()
        .at(-1) ?? firstSeen,
    state: state === 'resolved' && !isOver ? 'in-progress' : state,
    triageDue: hours === null ? null : new Date(Date.parse(firstSeen) + hours * 3_600_000).toISOString(),
    sentence: `${count(sorted.length, 'alert')} on ${count(devices.length, 'managed device')}: ${worst?.title ?? ''} (${level}).`,
    alerts: sorted,
    machines,
    isolated: current?.isolated ?? [],
  };
}

/** One step higher for what spreads, for ransomware, and where secrets lie. */
function raised(severity: Severity, devices: number, category: string | null, sensitive: boolean): Severity {
  const isRansomware = /ransomware/i.test(category ?? '');
  if (isRansomware) return 'high';
  const steps = devices > 1 || sensitive ? 1 : 0;
  return ALERT_SEVERITIES[Math.min(ALERT_SEVERITIES.length - 1, rank(severity) + steps)] ?? severity;
}

const rank = (severity: Severity): number => ALERT_SEVERITIES.indexOf(severity);
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** What others have to hear: not each new version of an alert. */
function isNews(before: Incident, after: Incident): boolean {
  const told = ({ severity: level, devices, state, alertIds }: Incident) =>
    JSON.stringify([level, devices, state, alertIds.length]);
  return told(before) !== told(after);
}

/** A device of the incident is cut off, or back on the network. */
export const withIsolation = (deviceId: string, isolated: boolean) => (current: Incident | undefined) => {
  if (!current || current.isolated.includes(deviceId) === isolated) return undefined;
  const others = current.isolated.filter((each) => each !== deviceId);
  const now = isolated ? [...others, deviceId].sort() : others;
  const state: Incident['state'] =
    now.length > 0 ? 'contained' : current.state === 'contained' ? 'in-progress' : current.state;
  const next = { ...current, isolated: now, state };
  return { state: next, ...(state !== current.state && { events: [securityIncidentChanged.event(recordOf(next))] }) };
};

/** Over, by a person's word. */
export function resolved(current: Incident, comment: string, classification: string) {
  if (current.state === 'resolved') return undefined;
  const sentence = `Resolved as ${classification}: ${comment}`.slice(0, 1000);
  const next: Incident = { ...current, state: 'resolved', sentence };
  return {
    state: next,
    events: [securityIncidentResolved.event(recordOf(next))],
    audit: { action: 'incident.resolve', detail: { classification, comment } },
  };
}

export function recordOf({ alerts: _, machines: __, isolated: ___, ...record }: Incident) {
  return record;
}
