import { MINUTE } from './time.ts';
import type { VisibleAt } from './visibility.ts';

/** A change of the members of a group. */
export interface MembershipChange {
  /** Counts all changes; a delta query goes on from one. */
  readonly number: number;
  readonly time: number;
  readonly group: number;
  readonly device: number;
  readonly member: boolean;
}

export interface Group {
  readonly index: number;
  readonly displayName: string;
  /** Of dynamic groups; nobody can add members to these by hand. */
  readonly rule?: string;
  /** Groups that are members themselves. */
  readonly nested: readonly number[];
  readonly roleAssignable: boolean;
}

export type GroupDraft = Omit<Group, 'index'>;

export interface Groups {
  all(): readonly Group[];
  create(draft: GroupDraft): Group;
  /** Gives a dynamic group another rule. */
  rule(group: number, rule: string): void;
  /** Whether a device is a member in truth. */
  has(group: number, device: number): boolean;
  /** The members that a read at `time` shows, which may be older than the truth. */
  members(group: number, time: number): number[];
  /** Adds a member without a change to report: how things are at the start. */
  put(group: number, device: number): void;
  /** Adds or removes a member; returns the change, or undefined when there is nothing to change. */
  change(group: number, device: number, member: boolean, time: number): MembershipChange | undefined;
  /** All changes since the start, oldest first. */
  changes(): readonly MembershipChange[];
  save(): SavedGroups;
  restore(saved: SavedGroups): void;
}

/** No read of members is older than this. */
const LONGEST_DELAY = 30 * MINUTE;

export interface SavedGroups {
  readonly groups: readonly Group[];
  readonly members: readonly (readonly number[])[];
  readonly changes: readonly MembershipChange[];
}

export function createGroups(visibleAt: VisibleAt): Groups {
  let groups: Group[] = [];
  let members: Set<number>[] = [];
  let changes: MembershipChange[] = [];

  return {
    all: () => groups,
    create(draft) {
      const group = { ...draft, index: groups.length };
      groups.push(group);
      members.push(new Set());
      return group;
    },
    rule(index, rule) {
      groups = groups.map((group) => (group.index === index ? { ...group, rule } : group));
    },
    put: (group, device) => members[group]?.add(device),
    has: (group, device) => members[group]?.has(device) ?? false,
    members(group, time) {
      const shown = new Set(members[group]);
      for (let n = changes.length - 1; n >= 0; n -= 1) {
        const change = changes[n];
        if (!change || change.time < time - LONGEST_DELAY) break;
        if (change.group !== group || visibleAt(change.device, 'groupMembers', change.time) <= time) continue;
        if (change.member) shown.delete(change.device);
        else shown.add(change.device);
      }
      return [...shown];
    },
    change(group, device, member, time) {
      const set = members[group];
      if (!set) throw new RangeError(`There is no group ${group}.`);
      if (set.has(device) === member) return undefined;
      if (member) set.add(device);
      else set.delete(device);
      const change = { number: changes.length, time, group, device, member };
      changes.push(change);
      return change;
    },
    changes: () => changes,
    save: () => structuredClone({ groups, members: members.map((set) => [...set]), changes }),
    restore(saved) {
      groups = [...saved.groups];
      members = saved.members.map((list) => new Set(list));
      changes = [...saved.changes];
    },
  };
}
