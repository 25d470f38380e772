import type { Agenda } from './agenda.ts';
import type { CheckIns } from './check-ins.ts';
import type { Groups, MembershipChange } from './groups.ts';
import { RING_GROUPS } from './tenant-groups.ts';
import { NO_POLICY } from './update-policies.ts';
import type { VisibleAt } from './visibility.ts';

export interface MembershipParts {
  readonly groups: Groups;
  readonly agenda: Agenda;
  readonly checkIns: CheckIns;
  readonly visibleAt: VisibleAt;
}

/**
 * Adds a device to a group or takes it out; undefined when there is nothing to change. A change of ring reaches the
 * device at its next check-in after Intune has taken it up.
 */
export function changeMembership(
  { groups, agenda, checkIns, visibleAt }: MembershipParts,
  group: number,
  device: number,
  member: boolean,
  now: number,
): MembershipChange | undefined {
  const change = groups.change(group, device, member, now);
  if (!change || group >= RING_GROUPS) return change;
  const heard = checkIns.next(device, visibleAt(device, 'targeting', now));
  if (Number.isFinite(heard)) agenda.at(heard, { kind: 'ring', device });
  return change;
}

/** The update policy that reaches a device; in several rings, that of the earliest. */
export function ringPolicyOf(groups: Groups, device: number): number {
  for (let ring = 0; ring < RING_GROUPS; ring += 1) if (groups.has(ring, device)) return ring;
  return NO_POLICY;
}
