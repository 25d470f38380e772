import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';
import type { Severity } from '../alerts/alert.ts';
import type { Incident } from './incident.ts';
import { merged, rank, type Tally, tallyOf } from './tally.ts';

/** What is known of an incident; everything else follows. Alerts in the order in which they were made, at least one. */
export type Facts = Pick<Incident, 'incidentId' | 'alerts' | 'pages' | 'isolated' | 'begun' | 'resolution'>;

/** The incident that the facts make. */
export function summed({ incidentId, alerts, pages, isolated, begun, resolution }: Facts): Incident {
  const tally = merged([tallyOf(alerts), ...pages]);
  const { worst, count, firstSeen, lastSeen } = tally;
  const devices = tally.devices.map(({ deviceId }) => deviceId);
  const severity = severityOf(tally);
  const facts = { incidentId, alerts, pages, isolated, begun, resolution };
  return {
    ...facts,
    title: worst.title,
    severity,
    category: worst.category,
    alertIds: alerts.map(({ alertId }) => alertId),
    alertCount: count,
    devices,
    firstSeen,
    lastSeen,
    state: stateOf(facts, tally),
    triageDue: triageDue(severity, firstSeen),
    sentence: resolution
      ? `Resolved as ${resolution.classification}: ${resolution.comment}`.slice(0, 1000)
      : `${numberOf(count, 'alert')} on ${numberOf(devices.length, 'managed device')}: ${worst.title} (${severity}).`,
  };
}

/** One step above the worst alert for ransomware, for what spreads, and where secrets lie. */
function severityOf({ worst, devices, ransomware, sensitive }: Tally): Severity {
  const isRaised = devices.length > 1 || ransomware || sensitive;
  return ALERT_SEVERITIES[rank(worst.severity) + Number(isRaised)] ?? worst.severity;
}

/** Hours within which triage has to begin, around the clock. [operations: the clocks of tickets] */
const TRIAGE_HOURS: Readonly<Record<Severity, number | null>> = { high: 1, medium: 4, low: 8, informational: null };

function triageDue(severity: Severity, firstSeen: string): string | null {
  const hours = TRIAGE_HOURS[severity];
  return hours === null ? null : new Date(Date.parse(firstSeen) + hours * 3_600_000).toISOString();
}

/** A device that is cut off keeps its incident open, and so does any alert that neither Microsoft nor a person has ended. */
function stateOf({ isolated, begun, resolution }: Facts, { devices, openUntil, inProgress }: Tally): Incident['state'] {
  if (devices.every(({ deviceId }) => isolated.includes(deviceId))) return 'contained';
  const isOver = openUntil === null || (resolution !== null && openUntil <= resolution.at);
  if (isolated.length === 0 && isOver) return 'resolved';
  return begun || isolated.length > 0 || inProgress ? 'in-progress' : 'new';
}

const numberOf = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
