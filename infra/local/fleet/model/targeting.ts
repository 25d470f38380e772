import type { Agenda } from './agenda.ts';
import type { CheckIns } from './check-ins.ts';
import type { Groups, MembershipChange } from './groups.ts';
import { NO_POLICY, type UpdatePolicies, type UpdatePolicy } from './update-policies.ts';
import type { VisibleAt } from './visibility.ts';

/** Which update policy reaches which device: a policy is for a group, and bears its number. */
export interface Targeting {
  /** The policy of the youngest group that has one and the device; `NO_POLICY` when there is none. */
  policyOf(device: number): number;
  /** Adds a device to a group or takes it out; undefined when there is nothing to change. */
  changeMember(group: number, device: number, member: boolean, now: number): MembershipChange | undefined;
  /** Gives a group a policy, another one, or none. */
  changePolicy(group: number, value: UpdatePolicy | undefined, now: number): void;
}

export interface TargetingParts {
  readonly groups: Groups;
  readonly policies: UpdatePolicies;
  readonly agenda: Agenda;
  readonly checkIns: CheckIns;
  readonly visibleAt: VisibleAt;
  isActive(device: number): boolean;
}

/** What changes reaches a device at its next check-in after Intune has taken it up. */
export function createTargeting(parts: TargetingParts): Targeting {
  const { groups, policies, agenda, checkIns, visibleAt, isActive } = parts;

  function tell(device: number, now: number): void {
    if (!isActive(device)) return;
    const heard = checkIns.next(device, visibleAt(device, 'targeting', now));
    if (Number.isFinite(heard)) agenda.at(heard, { kind: 'policy', device });
  }

  return {
    policyOf: (device) =>
      groups.all().findLast(({ index }) => policies.get(index) && groups.has(index, device))?.index ?? NO_POLICY,
    changeMember(group, device, member, now) {
      const change = groups.change(group, device, member, now);
      if (change && policies.get(group)) tell(device, now);
      return change;
    },
    changePolicy(group, value, now) {
      const isOther = (policies.get(group) === undefined) !== (value === undefined);
      policies.set(group, value, now);
      if (isOther) for (const device of groups.members(group, Number.POSITIVE_INFINITY)) tell(device, now);
    },
  };
}
