import type { ServiceName } from '../../contracts/events/topology.ts';

/** Calls that Microsoft counts together. */
export type ThrottleClass =
  | 'intune-devices'
  | 'intune-configuration'
  | 'export-jobs'
  | 'directory'
  | 'sign-in-logs'
  | 'conditional-access'
  | 'security'
  | 'service-announcements'
  | 'mail'
  | 'windows-updates'
  | 'defender-machines'
  | 'investigation-packages'
  | 'unpublished';

/** So many units of cost in any stretch of `windowMs`. */
export interface Limit {
  readonly counts: 'all' | 'writes';
  readonly units: number;
  readonly windowMs: number;
}

export interface ClassLimits {
  readonly limits: readonly Limit[];
  /** Parts of one that the services have of each limit; who is not named may not call. The rest is left to others. */
  readonly shares: Readonly<Partial<Record<ServiceName, number>>>;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const all = (units: number, windowMs: number): Limit => ({ counts: 'all', units, windowMs });
const writes = (units: number, windowMs: number): Limit => ({ counts: 'writes', units, windowMs });

/** The customer's own scripts draw on many of the limits too, hence a tenth is nobody's. */
const COMMON_SHARES: ClassLimits['shares'] = {
  'device-registration': 0.25,
  'update-orchestrator': 0.2,
  'health-monitor': 0.25,
  'ticket-router': 0.05,
  'security-alert-responder': 0.15,
};

/**
 * Limits of one application in one tenant (learn.microsoft.com/graph/throttling-limits, and the Defender API's own page).
 * Where a limit over all applications is lower, that one. `directory` is the bucket of the smallest tenants; its cost
 * differs by call, see `costOf`. What Microsoft does not publish counts like Intune's configuration, or as 1,000 in 20 s.
 */
export const CLASS_LIMITS: Readonly<Record<ThrottleClass, ClassLimits>> = {
  'intune-devices': { limits: [all(2_000, 20 * SECOND_MS), writes(200, 20 * SECOND_MS)], shares: COMMON_SHARES },
  'intune-configuration': { limits: [all(1_000, 20 * SECOND_MS), writes(100, 20 * SECOND_MS)], shares: COMMON_SHARES },
  'export-jobs': { limits: [all(48, MINUTE_MS)], shares: COMMON_SHARES },
  directory: {
    limits: [all(3_500, 10 * SECOND_MS), writes(3_000, 150 * SECOND_MS), writes(18_000, 5 * MINUTE_MS)],
    shares: COMMON_SHARES,
  },
  'sign-in-logs': {
    limits: [all(5, 10 * SECOND_MS)],
    shares: { 'health-monitor': 0.4, 'security-alert-responder': 0.4 },
  },
  'conditional-access': { limits: [all(1, SECOND_MS)], shares: { 'device-registration': 1 } },
  security: { limits: [all(150, MINUTE_MS)], shares: { 'security-alert-responder': 0.9 } },
  'service-announcements': {
    limits: [all(240, MINUTE_MS), all(800, HOUR_MS)],
    shares: { 'health-monitor': 0.5, 'ticket-router': 0.4 },
  },
  mail: { limits: [all(10_000, 10 * MINUTE_MS)], shares: { 'ticket-router': 0.9 } },
  'windows-updates': { limits: [all(1_000, 20 * SECOND_MS), writes(100, 20 * SECOND_MS)], shares: COMMON_SHARES },
  'defender-machines': {
    limits: [all(100, MINUTE_MS), all(1_500, HOUR_MS)],
    shares: { 'security-alert-responder': 0.7, 'health-monitor': 0.2 },
  },
  'investigation-packages': {
    limits: [all(2, MINUTE_MS), all(120, HOUR_MS)],
    shares: { 'security-alert-responder': 1 },
  },
  unpublished: { limits: [all(1_000, 20 * SECOND_MS), writes(100, 20 * SECOND_MS)], shares: COMMON_SHARES },
};
