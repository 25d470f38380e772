import { NO_POLICY, standardPolicies, type UpdatePolicy } from '../model/update-policies.ts';
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
}

export const UPDATE_RING = '#microsoft.graph.windowsUpdateForBusinessConfiguration';

/** Lets the fleet follow an update ring: each group that it is for is a policy of the fleet, numbered as the group. */
export function obeyUpdateRing(tenant: Tenant, ring: Kept<Policy>, hasNewGroups: boolean): void {
  const { fleet } = tenant;
  for (const group of groupIndices(tenant, ring)) {
    fleet.policies.set(group, updatePolicyOf(ring));
    if (hasNewGroups && !isBuiltIn(group))
      for (const device of fleet.groups.members(group, Number.POSITIVE_INFINITY)) fleet.policies.assign(device, group);
  }
}

/** A device has come to a group or has left it. The four rings that came with the tenant are followed by the fleet itself. */
export function obeyMembership(tenant: Tenant, group: number, device: number, isMember: boolean): void {
  const { fleet } = tenant;
  if (isBuiltIn(group) || fleet.policies.get(group) === undefined) return;
  if (isMember) fleet.policies.assign(device, group);
  else if (fleet.columns.policy[device] === group) fleet.policies.assign(device, NO_POLICY);
}

const isBuiltIn = (group: number) => group < standardPolicies.length;

function groupIndices({ fleet }: Tenant, { groups }: Policy): number[] {
  return groups.flatMap((id) => {
    const named = fleet.ids.read(id);
    return named?.kind === 'group' ? named.index : [];
  });
}

function updatePolicyOf({ values }: Policy): UpdatePolicy {
  const days = (name: string) => (typeof values[name] === 'number' ? values[name] : 0);
  return {
    deferralDays: days('qualityUpdatesDeferralPeriodInDays'),
    deadlineDays: days('deadlineForQualityUpdatesInDays'),
    graceDays: days('deadlineGracePeriodInDays'),
    paused: values['qualityUpdatesPaused'] === true,
    hotpatch: false,
    previews: false,
    expedited: false,
  };
}
