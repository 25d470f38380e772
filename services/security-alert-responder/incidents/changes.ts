import {
  securityIncidentChanged,
  securityIncidentOpened,
  securityIncidentResolved,
} from '../../../shared/contracts/events/security-events.ts';
import { type NewAlert, withMore } from './alert-of-incident.ts';
import { type Incident, type Resolution, recordOf } from './incident.ts';
import { type Facts, summed } from './summed.ts';
import type { Tally } from './tally.ts';

/**
 * With more alerts, or newer versions of them; in any order, and however often, they make the same incident. Those that
 * have no room in its document are left for its pages.
 */
export const withAlerts = (incidentId: string, more: readonly NewAlert[]) => (current: Incident | undefined) => {
  const before = current?.alerts ?? [];
  const alerts = withMore(before, more);
  if (JSON.stringify(alerts) === JSON.stringify(before)) return undefined;
  const { pages = [], isolated = [], begun = false, resolution = null } = current ?? {};
  return become(current, { incidentId, alerts, pages, isolated, begun, resolution });
};

/** With what a page of further alerts adds up to now; pages from 1. A tally that is older than the known one is dropped. */
export const withPage = (page: number, tally: Tally) => (current: Incident | undefined) => {
  if (!current) return undefined;
  const known = current.pages[page - 1];
  if (known && (known.count > tally.count || known.lastSeen > tally.lastSeen)) return undefined;
  if (JSON.stringify(known) === JSON.stringify(tally)) return undefined;
  return become(current, { ...current, pages: Object.assign([...current.pages], { [page - 1]: tally }) });
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

const told = ({ severity, devices, state, alertCount }: Incident) =>
  JSON.stringify([severity, devices, state, alertCount]);
