import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import type { IdByRing } from './ring-setup.ts';

/** A device in a group, by its object id in Entra. */
export interface Membership {
  readonly groupId: string;
  readonly objectId: string;
}

/** Who came into or left a group of ours. */
export interface MembershipChange extends Membership {
  readonly now: 'member' | 'gone';
}

/** The ring on record, and the one that a device is leaving while it is on its way. */
export interface RecordedRing {
  readonly deviceId: string;
  readonly ring: Ring;
  readonly leaving: Ring | null;
}

/**
 * What has to be undone: the ring on record wins, so that a device that is found in two rings leaves the other, and one that
 * was taken out comes back. The ring that a device is leaving is nobody's mistake, and devices that are not ours are left
 * where they are.
 */
export function repairs(
  changes: readonly MembershipChange[],
  recorded: ReadonlyMap<string, RecordedRing>,
  groups: IdByRing,
): { readonly remove: readonly Membership[]; readonly add: readonly Membership[] } {
  const known = changes.flatMap((change) => {
    const found = recorded.get(change.objectId);
    if (!found) return [];
    const isLeaving = found.leaving !== null && groups[found.leaving] === change.groupId;
    return [{ ...change, isOwn: groups[found.ring] === change.groupId, isLeaving }];
  });
  return {
    remove: known.filter(({ now, isOwn, isLeaving }) => now === 'member' && !isOwn && !isLeaving),
    add: known.filter(({ now, isOwn }) => now === 'gone' && isOwn),
  };
}

/** A full list of members as changes: those that are there, and those on record that are not. */
export function comparedWith(
  members: readonly Membership[],
  recorded: ReadonlyMap<string, RecordedRing>,
  groups: IdByRing,
): readonly MembershipChange[] {
  const present = new Set(members.map(({ groupId, objectId }) => `${groupId}/${objectId}`));
  const missing = [...recorded].flatMap(([objectId, { ring }]): MembershipChange[] => {
    const groupId = groups[ring];
    return present.has(`${groupId}/${objectId}`) ? [] : [{ groupId, objectId, now: 'gone' }];
  });
  return [...members.map((member) => ({ ...member, now: 'member' as const })), ...missing];
}
