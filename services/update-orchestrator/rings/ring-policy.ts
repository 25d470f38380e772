import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { POLICY_SETTINGS, policyName, RING_DAYS } from './ring-table.ts';

/** What is decided about a ring beyond its usual settings. */
export interface RingOrders {
  /** Quality updates rest. */
  readonly paused: boolean;
  /** Days from the release to the offer; the usual ones unless a fix must not wait. */
  readonly deferral: number;
}

export type OrdersByRing = Readonly<Record<Ring, RingOrders>>;

export const USUAL_ORDERS: OrdersByRing = {
  Test: { paused: false, deferral: RING_DAYS.Test.deferral },
  First: { paused: false, deferral: RING_DAYS.First.deferral },
  Fast: { paused: false, deferral: RING_DAYS.Fast.deferral },
  Broad: { paused: false, deferral: RING_DAYS.Broad.deferral },
};

export type PolicySettings = Readonly<Record<string, string | number | boolean>>;

/** The policy of a ring as Intune should have it, in Graph's words. */
export function wantedPolicy(ring: Ring, { paused, deferral }: RingOrders): PolicySettings {
  const { deadline, grace } = RING_DAYS[ring];
  return {
    displayName: policyName(ring),
    ...POLICY_SETTINGS,
    qualityUpdatesDeferralPeriodInDays: deferral,
    deadlineForQualityUpdatesInDays: deadline,
    deadlineGracePeriodInDays: grace,
    qualityUpdatesPaused: paused,
  };
}

/** The settings that are not as they are wanted. */
export function differing(wanted: PolicySettings, found: Readonly<Record<string, unknown>>): PolicySettings {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => found[name] !== value));
}

const WEEK_MS = 7 * DAY_MS;

/** Windows keeps a pause for 35 days. Whether that of the policy ends within a week, or has ended. */
export function endsSoon(
  policy: {
    readonly qualityUpdatesPauseStartDate?: string | null | undefined;
    readonly qualityUpdatesPauseExpiryDateTime?: string | null | undefined;
  },
  now: number,
): boolean {
  const { qualityUpdatesPauseStartDate: start, qualityUpdatesPauseExpiryDateTime: end } = policy;
  return Boolean(start) && now > Date.parse(end ?? '') - WEEK_MS;
}

/** The ring that a policy of ours is for; others are none of our business. */
export function ringOfPolicy(displayName: unknown): Ring | undefined {
  return RINGS.find((ring) => policyName(ring) === displayName);
}
