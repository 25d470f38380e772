import { DAY } from '../model/time.ts';
import type { UpdatePolicy } from '../model/update-policies.ts';
import type { Kept } from './table.ts';
import type { Tenant } from './tenant.ts';

/** Something that an administrator wrote: a policy, a profile. */
export interface Policy {
  /** What it is of, such as `#microsoft.graph.windowsUpdateForBusinessConfiguration`. */
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Ids of the groups that it is for. */
  readonly groups: readonly string[];
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When an update ring was paused, as long as it says that it is. */
  readonly pausedAt?: number | undefined;
}

export const UPDATE_RING = '#microsoft.graph.windowsUpdateForBusinessConfiguration';

/** Lets the fleet follow what became of an update ring: each group that it is for has a policy, numbered as the group. */
export function obeyUpdateRing(tenant: Tenant, { before, after }: PolicyChange): void {
  const [gone, now] = [before, after].map((ring) => (ring ? groupIndices(tenant, ring) : []));
  const value = after && updatePolicyOf(after);
  for (const group of gone ?? []) if (!now?.includes(group)) tenant.fleet.policies.set(group, undefined);
  for (const group of now ?? []) tenant.fleet.policies.set(group, value);
}

/** A policy as it was and as it is; absent before it was made and after it was deleted. */
export interface PolicyChange {
  readonly before?: Kept<Policy>;
  readonly after?: Kept<Policy>;
}

/** How long Windows Update keeps a pause. */
export const PAUSE_MS = 35 * DAY;

function groupIndices({ fleet }: Tenant, { groups }: Policy): number[] {
  return groups.flatMap((id) => {
    const named = fleet.ids.read(id);
    return named?.kind === 'group' ? named.index : [];
  });
}

function updatePolicyOf({ values, pausedAt }: Policy): UpdatePolicy {
  const days = (name: string) => (typeof values[name] === 'number' ? values[name] : 0);
  return {
    deferralDays: days('qualityUpdatesDeferralPeriodInDays'),
    deadlineDays: days('deadlineForQualityUpdatesInDays'),
    graceDays: days('deadlineGracePeriodInDays'),
    ...(pausedAt !== undefined && { pausedUntil: pausedAt + PAUSE_MS }),
    hotpatch: false,
    previews: false,
    expedited: false,
  };
}
