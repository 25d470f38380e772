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
  const tags = group.rule === undefined ? undefined : tagsIn(group.rule);
  if (!tags) return tenant.fleet.groups.members(group.index, time).sort((a, b) => a - b);
  return [
    ...devicesWhere(tenant, (device) => hasIdentity(tenant, device) && tags.has(tenant.autopilot.tag(device, time))),
  ];
}

/** The group tags of which a membership rule asks for any; undefined when the rule is of another kind. */
export function tagsIn(rule: string): ReadonlySet<string> | undefined {
  const tags = rule.split(/ -or /i).map((clause) => CLAUSE.exec(clause.trim())?.[1]);
  return tags.every((tag) => tag !== undefined) ? new Set(tags) : undefined;
}

const CLAUSE = /^\(*device\.devicePhysicalIds -any \(?_ -eq "\[OrderID\]:([^"]+)"\)*$/i;
