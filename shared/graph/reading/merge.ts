/** An object of Graph, by its id. */
export interface GraphObject {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** What one object of a delta comes to. */
export type Merged =
  | { readonly kind: 'present'; readonly object: GraphObject }
  /** `changed`: soft-deleted, it may come back. `deleted`: gone for good. */
  | { readonly kind: 'removed'; readonly id: string; readonly reason: 'changed' | 'deleted' };

/** Merges a partial object into the one that is known: what is absent has not changed, what is null has been emptied. */
export function mergePresent(known: GraphObject | undefined, partial: GraphObject): Merged {
  const removed = partial['@removed'];
  if (typeof removed === 'object' && removed !== null) {
    const reason = 'reason' in removed && removed.reason === 'deleted' ? 'deleted' : 'changed';
    return { kind: 'removed', id: partial.id, reason };
  }
  return { kind: 'present', object: { ...known, ...partial } };
}

/**
 * Properties of a managed device that Intune fills only when the device is read by itself. In lists they are zero or null,
 * which says nothing.
 */
export const FILLED_IN_SINGLE_READS = [
  'physicalMemoryInBytes',
  'ethernetMacAddress',
  'enrollmentProfileName',
  'hardwareInformation',
  'iccid',
  'udid',
  'notes',
  'activationLockBypassCode',
] as const;

/** Merges a row of a list into what is known: its empty values of such properties overwrite nothing, and are not stored. */
export function mergeListed(
  known: GraphObject | undefined,
  row: GraphObject,
  unfilled: readonly string[],
): GraphObject {
  const said = Object.entries(row).filter(([name, value]) => !unfilled.includes(name) || !isEmpty(value));
  return { ...known, ...Object.fromEntries(said), id: row.id };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === 0 || value === '';

/** How a full read differs from what is known. */
export interface Difference {
  readonly added: readonly GraphObject[];
  readonly changed: readonly GraphObject[];
  readonly removed: readonly string[];
}

/** After a resync nobody says what has changed: it is found by comparing, so that what stayed the same tells nothing. */
export function difference(known: ReadonlyMap<string, GraphObject>, full: readonly GraphObject[]): Difference {
  const there = new Set(full.map(({ id }) => id));
  const changed = full.filter((object) => {
    const before = known.get(object.id);
    return before !== undefined && !sameProperties(before, object);
  });
  return {
    added: full.filter(({ id }) => !known.has(id)),
    changed,
    removed: [...known.keys()].filter((id) => !there.has(id)),
  };
}

/** What the full read did not ask for stays as it is. */
function sameProperties(before: GraphObject, now: GraphObject): boolean {
  return Object.keys(now).every((name) => JSON.stringify(before[name]) === JSON.stringify(now[name]));
}
