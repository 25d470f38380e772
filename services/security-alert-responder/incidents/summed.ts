import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';
import type { Severity } from '../alerts/alert.ts';
import { type Incident, type InvolvingAlert, MOST_DEVICES } from './incident.ts';

/** What is known of an incident; everything else follows. Alerts in the order in which they were made, at least one. */
export type Facts = Pick<Incident, 'incidentId' | 'alerts' | 'isolated' | 'begun' | 'resolution'>;

/** The incident that the facts make. */
export function summed({ incidentId, alerts, isolated, begun, resolution }: Facts): Incident {
  const [first] = alerts;
  if (!first) throw new TypeError('There is no incident without an alert.');
  const worst = alerts.reduce((a, b) => (rank(b.severity) > rank(a.severity) ? b : a));
  const devices = devicesOf(alerts);
  const severity = severityOf(worst, alerts, devices);
  const facts = { incidentId, alerts, isolated, begun, resolution };
  return {
    ...facts,
    title: worst.title,
    severity,
    category: worst.category,
    alertIds: alerts.map(({ alertId }) => alertId),
    devices,
    firstSeen: first.createdAt,
    lastSeen: new Date(Math.max(...alerts.map(({ updatedAt }) => Date.parse(updatedAt)))).toISOString(),
    state: stateOf(facts, devices),
    triageDue: triageDue(severity, first.createdAt),
    sentence: resolution
      ? `Resolved as ${resolution.classification}: ${resolution.comment}`.slice(0, 1000)
      : `${count(alerts.length, 'alert')} on ${count(devices.length, 'managed device')}: ${worst.title} (${severity}).`,
  };
}

const devicesOf = (alerts: readonly InvolvingAlert[]): string[] =>
  [...new Set(alerts.flatMap(({ devices }) => devices.map(({ deviceId }) => deviceId)))].sort().slice(0, MOST_DEVICES);

/** One step above the worst alert for ransomware, for what spreads, and where secrets lie. */
function severityOf(worst: InvolvingAlert, alerts: readonly InvolvingAlert[], devices: readonly string[]): Severity {
  const isRaised =
    devices.length > 1 ||
    alerts.some(({ category, title }) => /ransomware/i.test(`${category} ${title}`)) ||
    alerts.some((alert) => alert.devices.some(({ sensitive }) => sensitive));
  return ALERT_SEVERITIES[rank(worst.severity) + Number(isRaised)] ?? worst.severity;
}

const rank = (severity: Severity): number => ALERT_SEVERITIES.indexOf(severity);

/** Hours within which triage has to begin, around the clock. [operations: the clocks of tickets] */
const TRIAGE_HOURS: Readonly<Record<Severity, number | null>> = { high: 1, medium: 4, low: 8, informational: null };

function triageDue(severity: Severity, firstSeen: string): string | null {
  const hours = TRIAGE_HOURS[severity];
  return hours === null ? null : new Date(Date.parse(firstSeen) + hours * 3_600_000).toISOString();
}

/** A device that is cut off keeps its incident open, and so does any alert that neither Microsoft nor a person has ended. */
function stateOf({ alerts, isolated, begun, resolution }: Facts, devices: readonly string[]): Incident['state'] {
  if (devices.every((each) => isolated.includes(each))) return 'contained';
  const isOver = ({ status, createdAt }: InvolvingAlert) =>
    status === 'resolved' || (resolution !== null && createdAt <= resolution.at);
  if (isolated.length === 0 && alerts.every(isOver)) return 'resolved';
  const isActedUpon = begun || isolated.length > 0 || alerts.some(({ status }) => status === 'inProgress');
  return isActedUpon ? 'in-progress' : 'new';
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
