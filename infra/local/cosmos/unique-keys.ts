import { type Container, uniqueKey } from './container.ts';
import { conflict } from './errors.ts';
import { type JsonObject, valueAt } from './json.ts';
import type { StoredDocument } from './stored-document.ts';
import type { Transaction } from './transaction.ts';

/** The values under each unique key, as JSON; a missing value counts as null. */
export function uniqueKeyValues(container: Container, body: JsonObject): readonly string[] {
  return container.rules.uniqueKeys.map((paths) => JSON.stringify(paths.map((path) => valueAt(body, path) ?? null)));
}

export interface Claim {
  readonly transaction: Pick<Transaction, 'container' | 'partitionKey' | 'find'>;
  readonly id: string;
  readonly uniqueKeys: readonly string[];
  /** What the transaction has written and removed. */
  readonly staged: Iterable<StoredDocument | undefined>;
}

/** Throws 409 when another live document of the partition holds one of the values. */
export function checkUniqueKeys({ transaction, id, uniqueKeys, ...claim }: Claim): void {
  const staged = [...claim.staged];
  const holders = transaction.container.partitions.get(transaction.partitionKey)?.uniqueKeys;
  uniqueKeys.forEach((values, index) => {
    const holder = holders?.get(uniqueKey(index, values));
    const taken = [holder, ...staged].some(
      (other) =>
        other !== undefined &&
        other.id !== id &&
        other.uniqueKeys[index] === values &&
        transaction.find(other.id) === other,
    );
    if (taken) throw conflict('Unique index constraint violation.');
  });
}
