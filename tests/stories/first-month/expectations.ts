import type { Evidence } from './evidence.ts';
import { BAD_RELEASE, type Outcome } from './outcome.ts';

/** What has to be so at the end of a month. */
export interface Expectation {
  readonly name: string;
  /** What is not as it should be; empty when all is. */
  misses(month: Month): readonly string[];
}

/** A month that has been played. */
export interface Month {
  readonly outcome: Outcome;
  readonly evidence: Evidence;
}

const expectation = (name: string, misses: Expectation['misses']): Expectation => ({ name, misses });

/** At most so many of each, as all services together spend. */
const BUDGETS = { graphCallsPerDeviceDay: 1, eventsPerDeviceDay: 0.5, requestUnitsPerDeviceDay: 60 } as const;

/** How many times fewer devices the gate lets be hurt than the calendar does. */
const MERCY = 5;
const GOAL = 0.95;
/** What the gate's bets have to win. */
const HALT = 1_000;

export const EXPECTATIONS: readonly Expectation[] = [
  expectation('every machine that was delivered is a device, once', ({ outcome, evidence: { devices } }) => {
    const serials = new Set(devices.map(({ serialNumber }) => serialNumber));
    return [
      ...unless(devices.length === outcome.devices, `${outcome.devices} were delivered, ${devices.length} are listed`),
      ...unless(serials.size === devices.length, `${devices.length - serials.size} are listed twice`),
    ];
  }),
  expectation('every device that checks in is active, under the id that Intune gave it', ({ evidence }) => {
    const known = new Set(evidence.assignments.map(({ managedDeviceId }) => managedDeviceId));
    return evidence.truth
      .filter(({ life, managedDeviceId }) => life === 'active' && !known.has(managedDeviceId ?? ''))
      .map(({ device }) => `device ${device} is not known`);
  }),
  expectation('every managed device is in one ring, and the ring is what Intune targets', ({ evidence }) =>
    evidence.truth
      .filter(({ life, rings }) => (life === 'active' ? rings.length !== 1 : rings.length > 1))
      .map(({ device, rings }) => `device ${device} is in ${rings.join(', ') || 'no ring'}`),
  ),
  expectation('First and Fast have their shares of what is placed automatically', ({ evidence }) => {
    const placed = evidence.assignments.filter(({ assignedBy }) => assignedBy === 'auto');
    return evidence.rings.rings.flatMap(({ ring, share }) => {
      const found = placed.filter((each) => each.ring === ring).length;
      const wanted = (share ?? 0) * placed.length;
      return unless(share === null || Math.abs(found - wanted) <= Math.max(2, wanted * 0.05), `${ring} has ${found}`);
    });
  }),
  expectation('the bad update is held once its crashes prove it, and never comes to Broad', ({ evidence }) => {
    const { verdict, rings } = evidence.releases.find(({ releaseId }) => releaseId === BAD_RELEASE) ?? {};
    const isProved = (verdict?.evidence.total ?? 0) >= HALT;
    const broad = rings?.find(({ ring }) => ring === 'Broad');
    return [
      ...unless(wasHeld(evidence) || !isProved, `${BAD_RELEASE} was never held: ${verdict?.sentence}`),
      ...unless(broad !== undefined && broad.stage !== 'open', `Broad is ${broad?.stage}: ${broad?.sentence}`),
    ];
  }),
  expectation('the hold is a ticket, and it is over when the fix has come', ({ evidence }) => {
    const about = evidence.tickets.filter(({ incidentId }) => incidentId?.startsWith(`release:${BAD_RELEASE}`));
    const open = about.filter(({ state }) => state !== 'resolved' && state !== 'closed');
    return [
      ...unless(about.length > 0 || !wasHeld(evidence), 'there is no ticket about it'),
      ...open.map(({ title, state }) => `"${title}" is ${state}`),
    ];
  }),
  expectation('the bad update hurts five times fewer devices than by the calendar', ({ outcome: { hurt } }) =>
    unless(
      hurt.ours * MERCY <= hurt.calendar && hurt.calendar > 0,
      `${hurt.ours}, and ${hurt.calendar} by the calendar`,
    ),
  ),
  expectation('95 % have the update on day 21', ({ outcome: { slo } }) =>
    unless(slo.share >= GOAL, `${slo.updated} of ${slo.eligible}`),
  ),
  expectation('every incident has one open ticket at most', ({ evidence: { tickets } }) => {
    const open = tickets.filter(({ state, incidentId }) => incidentId && state !== 'resolved' && state !== 'closed');
    const incidents = new Set(open.map(({ incidentId }) => incidentId));
    return unless(incidents.size === open.length, `${open.length} open tickets are about ${incidents.size} incidents`);
  }),
  expectation('what was attacked was cut off, once for each approval, and is back', ({ evidence }) => {
    const isolated = evidence.isolations.filter(({ wanted }) => wanted === 'isolate');
    const really = evidence.truth.flatMap(({ actions }) => actions.filter(({ kind }) => kind === 'Isolate'));
    return [
      ...unless(isolated.length > 0, 'nothing was cut off'),
      ...unless(really.length === isolated.length, `Defender was asked ${really.length} times for ${isolated.length}`),
      ...evidence.truth.flatMap(({ device, isolated: still }) => unless(!still, `device ${device} is still cut off`)),
    ];
  }),
  expectation('nobody approves what they have asked for', ({ evidence: { isolations } }) =>
    isolations.flatMap(({ id, wanted, requestedBy, approvedBy }) =>
      unless(wanted === 'release' || (approvedBy !== null && approvedBy !== requestedBy), id),
    ),
  ),
  expectation('what was attacked has its story in every service', ({ evidence }) => evidence.untold),
  expectation('no message is left aside, though Graph failed for twenty minutes', ({ evidence: { letters } }) =>
    Object.entries(letters).flatMap(([service, count]) => unless(count === 0, `${count} in ${service}`)),
  ),
  expectation('every audit chain is intact', ({ evidence }) => evidence.brokenAudits),
  ...Object.entries(BUDGETS).map(([name, most]) =>
    expectation(`${name} stays under ${most}`, ({ outcome }) => {
      const spent = outcome[name as keyof typeof BUDGETS];
      return unless(spent < most, String(spent));
    }),
  ),
];

function unless(holds: boolean, miss: string): readonly string[] {
  return holds ? [] : [miss];
}

/** Whether the gate has stopped a release. In a month in which few devices crash, the fix is there before the proof. */
function wasHeld({ actions }: Evidence): boolean {
  return actions['update-orchestrator']?.includes('release.hold') ?? false;
}
