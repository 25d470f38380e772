import type { Group } from '../model/groups.ts';
import { devicesWhere, hasIdentity } from './devices.ts';
import type { Tenant } from './tenant.ts';

export const groupId = ({ fleet }: Tenant, group: number) => fleet.ids.of('group', group);

/** A group by its id, unless it was deleted. */
export function groupOf(tenant: Tenant, id: string): Group | undefined {
  const named = tenant.fleet.ids.read(id);
  if (named?.kind !== 'group' || isDeleted(tenant, named.index)) return undefined;
  return tenant.fleet.groups.all()[named.index];
}

export const groupsOf = (tenant: Tenant) => tenant.fleet.groups.all().filter(({ index }) => !isDeleted(tenant, index));

const isDeleted = ({ groupFacts }: Tenant, group: number) => groupFacts.get(group)?.deletedAt !== undefined;

/** The devices that a read at `time` shows as members, in the order of their indices. */
export function deviceMembers(tenant: Tenant, group: Group, time: number): number[] {
  const tag = group.rule === undefined ? undefined : orderIdOf(group.rule);
  if (tag === undefined) return tenant.fleet.groups.members(group.index, time).sort((a, b) => a - b);
  return [
    ...devicesWhere(tenant, (device) => hasIdentity(tenant, device) && tenant.autopilot.tag(device, time) === tag),
  ];
}

/** The group tag that a membership rule asks for; the one kind of rule that is understood here. */
export function orderIdOf(rule: string): string | undefined {
  return RULE.exec(rule.trim())?.[1];
}

const RULE = /^\(?device\.devicePhysicalIds -any \(?_ -eq "\[OrderID\]:([^"]+)"\){0,2}$/;
