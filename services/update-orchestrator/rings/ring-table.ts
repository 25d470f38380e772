import type { Ring } from '../../../shared/contracts/events/update-events.ts';

/** Rings that the service fills by itself; Test holds what people put there. */
export const AUTOMATIC_RINGS = ['First', 'Fast', 'Broad'] as const;

export type AutomaticRing = (typeof AUTOMATIC_RINGS)[number];

/** Shares of the rings by the number of managed devices. [MMD: updates] */
export const SHARES: readonly { readonly upTo: number; readonly shares: Readonly<Record<AutomaticRing, number>> }[] = [
  { upTo: 200, shares: { First: 0.05, Fast: 0.15, Broad: 0.8 } },
  { upTo: Number.POSITIVE_INFINITY, shares: { First: 0.01, Fast: 0.09, Broad: 0.9 } },
];

/** How the names of all ring groups begin. [MMD: updates] */
export const GROUP_PREFIX = 'Modern Workplace Devices - ';

/** Name of the assigned group of a ring in Entra. */
export const groupName = (ring: Ring): string => `${GROUP_PREFIX}${ring}`;

/** Key by which the group is found again, whatever somebody calls it. */
export const groupKey = (ring: Ring): string => `omd-ring-${ring.toLowerCase()}`;

/** Name of the update policy of a ring in Intune. [MMD: references/windows-update-policies] */
export const policyName = (ring: Ring): string => `Modern Workplace Update Policy [${ring}]`;

/** Days from the release to the offer, from there to the forced restart, and the least a returning user is given. */
export interface RingDays {
  readonly deferral: number;
  readonly deadline: number;
  readonly grace: number;
}

/** [MMD: windows-quality-update-overview] */
export const RING_DAYS: Readonly<Record<Ring, RingDays>> = {
  Test: { deferral: 0, deadline: 0, grace: 0 },
  First: { deferral: 1, deadline: 2, grace: 2 },
  Fast: { deferral: 6, deadline: 2, grace: 2 },
  Broad: { deferral: 9, deadline: 5, grace: 2 },
};

/** Settings that all four policies share, under their names in Graph. [MMD: references/windows-update-policies] */
export const POLICY_SETTINGS = {
  microsoftUpdateServiceAllowed: true,
  driversExcluded: false,
  featureUpdatesDeferralPeriodInDays: 0,
  featureUpdatesRollbackWindowInDays: 30,
  deadlineForFeatureUpdatesInDays: 5,
  automaticUpdateMode: 'userDefined',
  businessReadyUpdatesOnly: 'businessReadyOnly',
  userPauseAccess: 'disabled',
  postponeRebootUntilAfterDeadline: false,
  featureUpdatesPaused: false,
  updateNotificationLevel: 'notConfigured',
  userWindowsUpdateScanAccess: 'notConfigured',
} as const;
