import type { Evidence } from './evidence.ts';
import { BAD_RELEASE, type Outcome } from './outcome.ts';
import { PROMISES, unless } from './promises.ts';

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
  ...PROMISES.map(({ name, misses }) => expectation(name, ({ evidence }) => misses(evidence))),
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
  expectation('what was attacked was cut off, and is back', ({ evidence: { isolations, truth } }) => [
    ...unless(
      isolations.some(({ wanted }) => wanted === 'isolate'),
      'nothing was cut off',
    ),
    ...truth.flatMap(({ device, isolated }) => unless(!isolated, `device ${device} is still cut off`)),
  ]),
  expectation('what was attacked has its story in every service', ({ evidence }) => evidence.untold),
  ...Object.entries(BUDGETS).map(([name, most]) =>
    expectation(`${name} stays under ${most}`, ({ outcome }) => {
      const spent = outcome[name as keyof typeof BUDGETS];
      return unless(spent < most, String(spent));
    }),
  ),
];

/** Whether the gate has stopped a release. In a month in which few devices crash, the fix is there before the proof. */
function wasHeld({ actions }: Evidence): boolean {
  return actions['update-orchestrator']?.includes('release.hold') ?? false;
}
