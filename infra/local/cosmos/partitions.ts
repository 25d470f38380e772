import { effectivePartitionKey } from './effective-partition-key.ts';
import { componentsOf, type PartitionKey } from './partition-key.ts';
import type { StoredDocument } from './stored-document.ts';

/** The documents of one logical partition. */
export interface Partition {
  readonly key: PartitionKey;
  readonly documents: Map<string, StoredDocument>;
  /** The document that holds each value of a unique key. */
  readonly uniqueKeys: Map<string, StoredDocument>;
}

/** A range of effective partition keys: `min <= key < max`. */
export interface KeyRange {
  readonly min: string;
  readonly max: string;
}

/** The logical partitions of a container, found by key, by a prefix of a hierarchical key, or by range. */
export interface Partitions {
  get(key: PartitionKey): Partition | undefined;
  /** The partition of the key, made if need be. */
  open(key: PartitionKey): Partition;
  withPrefix(prefix: PartitionKey): readonly Partition[];
  within(range: KeyRange): readonly Partition[];
  /** Forgets a partition without documents. */
  prune(partition: Partition): void;
}

/** Partitions that share the first component of their key: a tenant, say. */
interface Family {
  readonly partitions: Map<PartitionKey, Partition>;
  /** Effective keys, hashed when a range first asks for them. */
  readonly effectiveKeys: Map<PartitionKey, string>;
}

export function createPartitions(): Partitions {
  const partitions = new Map<PartitionKey, Partition>();
  const families = new Map<string, Family>();

  function open(key: PartitionKey): Partition {
    const partition: Partition = { key, documents: new Map(), uniqueKeys: new Map() };
    partitions.set(key, partition);
    const first = firstComponent(key);
    const family = families.get(first) ?? { partitions: new Map(), effectiveKeys: new Map() };
    families.set(first, family);
    family.partitions.set(key, partition);
    return partition;
  }

  return {
    get: (key) => partitions.get(key),
    open: (key) => partitions.get(key) ?? open(key),
    withPrefix(prefix) {
      const beginning = `${prefix.slice(0, -1)},`;
      const family = families.get(firstComponent(prefix));
      return [...(family?.partitions.values() ?? [])].filter(({ key }) => key.startsWith(beginning));
    },
    within: (range) => [...families].flatMap(([first, family]) => familyWithin(first, family, range)),
    prune(partition) {
      if (partition.documents.size > 0) return;
      partitions.delete(partition.key);
      const first = firstComponent(partition.key);
      const family = families.get(first);
      family?.partitions.delete(partition.key);
      family?.effectiveKeys.delete(partition.key);
      if (family?.partitions.size === 0) families.delete(first);
    },
  };
}

const firstComponent = (key: PartitionKey) => JSON.stringify(componentsOf(key)[0]);

function familyWithin(first: string, family: Family, range: KeyRange): readonly Partition[] {
  const beginning = memoized(family, first, () => [JSON.parse(first)]);
  if (beginning >= range.max || `${beginning}G` < range.min) return [];
  return [...family.partitions.values()].filter(({ key }) => {
    const point = memoized(family, key, () => componentsOf(key));
    return range.min <= point && point < range.max;
  });
}

function memoized(family: Family, key: string, components: () => readonly unknown[]): string {
  const known = family.effectiveKeys.get(key);
  if (known !== undefined) return known;
  const point = effectivePartitionKey(components());
  family.effectiveKeys.set(key, point);
  return point;
}
