import { type Container, uniqueKey } from './container.ts';
import { conflict } from './errors.ts';
import { type JsonObject, valueAt } from './json.ts';
import type { PartitionKey } from './partition-key.ts';
import type { StoredDocument } from './stored-document.ts';

/** The values under each unique key, as JSON; a missing value counts as null. */
export function uniqueKeyValues(container: Container, body: JsonObject): readonly string[] {
  return container.rules.uniqueKeys.map((paths) => JSON.stringify(paths.map((path) => valueAt(body, path) ?? null)));
}

export interface Claim {
  readonly container: Container;
  readonly partitionKey: PartitionKey;
  readonly id: string;
  readonly uniqueKeys: readonly string[];
  /** What the running transaction has written and removed. */
  readonly staged: Iterable<StoredDocument | undefined>;
  readonly find: (id: string) => StoredDocument | undefined;
}

/** Throws 409 when another live document of the partition holds one of the values. */
export function checkUniqueKeys(claim: Claim): void {
  if (claim.uniqueKeys.length === 0) return;
  const staged = [...claim.staged];
  const holders = claim.container.partitions.get(claim.partitionKey)?.uniqueKeys;
  claim.uniqueKeys.forEach((values, index) => {
    const holder = holders?.get(uniqueKey(index, values));
    const taken = [holder, ...staged].some(
      (other) =>
        other !== undefined &&
        other.id !== claim.id &&
        other.uniqueKeys[index] === values &&
        claim.find(other.id) === other,
    );
    if (taken) throw conflict('Unique index constraint violation.');
  });
}
