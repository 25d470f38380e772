import type { Evidence } from './evidence.ts';

/** What has to be so at the end of any time that is played, whatever was killed, lost, doubled or late in it. */
export interface Promised {
  readonly name: string;
  /** What is not as it should be; empty when all is. */
  misses(evidence: Evidence): readonly string[];
}

const promise = (name: string, misses: Promised['misses']): Promised => ({ name, misses });

export const PROMISES: readonly Promised[] = [
  promise('every machine that was delivered is a device, once', ({ devices, truth }) => {
    const serials = new Set(devices.map(({ serialNumber }) => serialNumber));
    return [
      ...unless(devices.length === truth.length, `${truth.length} were delivered, ${devices.length} are listed`),
      ...unless(serials.size === devices.length, `${devices.length - serials.size} are listed twice`),
    ];
  }),
  promise('every hardware hash was sent to Autopilot once', ({ uploads }) =>
    [...uploads].flatMap(([serial, times]) => unless(times === 1, `${serial} was sent ${times} times`)),
  ),
  promise('every device that checks in is active, under the id that Intune gave it', ({ assignments, truth }) => {
    const known = new Set(assignments.map(({ managedDeviceId }) => managedDeviceId));
    return truth
      .filter(({ life, managedDeviceId }) => life === 'active' && !known.has(managedDeviceId ?? ''))
      .map(({ device }) => `device ${device} is not known`);
  }),
  promise('every managed device is in one ring, and the ring is what Intune targets', ({ truth }) =>
    truth
      .filter(({ life, rings }) => (life === 'active' ? rings.length !== 1 : rings.length > 1))
      .map(({ device, rings }) => `device ${device} is in ${rings.join(', ') || 'no ring'}`),
  ),
  promise('every incident has one open ticket at most', ({ tickets }) => {
    const open = tickets.filter(({ state, incidentId }) => incidentId && state !== 'resolved' && state !== 'closed');
    return [...countOf(open.map(({ incidentId }) => incidentId))].flatMap(([incident, count]) =>
      unless(count === 1, `${incident} has ${count} open tickets`),
    );
  }),
  promise('Defender was asked once for each isolation that was approved', ({ isolations, truth }) => {
    const approved = isolations.filter(({ wanted, approvedBy }) => wanted === 'isolate' && approvedBy !== null);
    const asked = truth.flatMap(({ actions }) => actions.filter(({ kind }) => kind === 'Isolate'));
    return unless(asked.length === approved.length, `${asked.length} times for ${approved.length}`);
  }),
  promise('nobody approves what they have asked for', ({ isolations }) =>
    isolations.flatMap(({ id, wanted, requestedBy, approvedBy }) =>
      unless(wanted === 'release' || (approvedBy !== null && approvedBy !== requestedBy), id),
    ),
  ),
  promise('no message is left aside, though Graph failed', ({ letters }) =>
    Object.entries(letters).flatMap(([service, count]) => unless(count === 0, `${count} in ${service}`)),
  ),
  promise('every audit chain is intact', ({ brokenAudits }) => brokenAudits),
];

/** What is missed, unless this holds. */
export function unless(holds: boolean, miss: string): readonly string[] {
  return holds ? [] : [miss];
}

function countOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
