import {
  securityIncidentChanged,
  securityIncidentOpened,
  securityIncidentResolved,
} from '../../../shared/contracts/events/security-events.ts';
import { byMoment, type Incident, type InvolvingAlert, MOST_ALERTS, type Resolution, recordOf } from './incident.ts';
import { type Facts, summed } from './summed.ts';

/** With more alerts, or newer versions of them; in any order, and however often, they make the same incident. */
export const withAlerts = (incidentId: string, more: readonly InvolvingAlert[]) => (current: Incident | undefined) => {
  const before = current?.alerts ?? [];
  const alerts = newestOf([...before, ...more]);
  if (JSON.stringify(alerts) === JSON.stringify(before)) return undefined;
  const { isolated = [], begun = false, resolution = null } = current ?? {};
  return become(current, { incidentId, alerts, isolated, begun, resolution });
};

/** A device of the incident is cut off, or back on the network. */
export const withIsolation = (deviceId: string, isolated: boolean) => (current: Incident | undefined) => {
  if (!current || current.isolated.includes(deviceId) === isolated) return undefined;
  const others = current.isolated.filter((each) => each !== deviceId);
  return become(current, { ...current, isolated: isolated ? [...others, deviceId].sort() : others });
};

/** Somebody acts upon it. */
export const begun = (current: Incident | undefined) =>
  current && !current.begun
    ? { ...become(current, { ...current, begun: true }), audit: { action: 'incident.begin' } }
    : undefined;

/** Over, by a person's word. */
export function resolved(current: Incident, resolution: Resolution) {
  if (current.state === 'resolved') return undefined;
  const { classification, comment } = resolution;
  const audit = { action: 'incident.resolve', detail: { classification, comment } };
  return { ...become(current, { ...current, begun: true, resolution }), audit };
}

function become(current: Incident | undefined, facts: Facts) {
  const next = summed(facts);
  return { state: next, events: newsOf(current, next) };
}

/** What others have to hear: not each new version of an alert. */
function newsOf(before: Incident | undefined, after: Incident) {
  const record = recordOf(after);
  const isOver = after.state === 'resolved' && before?.state !== 'resolved';
  const over = isOver ? [securityIncidentResolved.event(record)] : [];
  if (!before) return [securityIncidentOpened.event(record), ...over];
  if (isOver || told(before) === told(after)) return over;
  return [securityIncidentChanged.event(record)];
}

const told = ({ severity, devices, state, alertIds }: Incident) =>
  JSON.stringify([severity, devices, state, alertIds.length]);

/** Each alert in its newest version, the first alerts first. The same version may come to involve more devices of ours. */
function newestOf(versions: readonly InvolvingAlert[]): InvolvingAlert[] {
  const newest = new Map<string, InvolvingAlert>();
  for (const alert of versions) {
    const known = newest.get(alert.alertId);
    if (!known || isNewer(alert, known)) newest.set(alert.alertId, alert);
  }
  return [...newest.values()].sort(byMoment('createdAt')).slice(0, MOST_ALERTS);
}

const isNewer = (a: InvolvingAlert, b: InvolvingAlert): boolean =>
  a.updatedAt === b.updatedAt ? a.devices.length > b.devices.length : a.updatedAt > b.updatedAt;
