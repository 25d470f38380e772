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

/**
 * What has to be undone: the ring on record wins, so that a device that is found in two rings leaves the other, and one that
 * was taken out comes back. Devices that are not ours are left where they are.
 */
export function repairs(
  changes: readonly MembershipChange[],
  recorded: ReadonlyMap<string, Ring>,
  groups: IdByRing,
): { readonly remove: readonly Membership[]; readonly add: readonly Membership[] } {
  const known = changes.flatMap((change) => {
    const ring = recorded.get(change.objectId);
    return ring ? [{ ...change, own: groups[ring] === change.groupId }] : [];
  });
  return {
    remove: known.filter(({ now, own }) => now === 'member' && !own),
    add: known.filter(({ now, own }) => now === 'gone' && own),
  };
}
