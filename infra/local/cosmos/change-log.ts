import type { StoredDocument } from './stored-document.ts';

/** The latest versions of a container's documents in the order in which they were written. */
export interface ChangeLog {
  append(document: StoredDocument): void;
  /** Tells that a version in the log has been overwritten or removed. */
  retire(): void;
  /** Latest versions with an lsn above `lsn`, oldest first. */
  after(lsn: number): Iterable<StoredDocument>;
}

/** Retired versions are left where they are until they are half of the log, so that every change costs O(1). */
export function createChangeLog(isLatest: (document: StoredDocument) => boolean): ChangeLog {
  let entries: StoredDocument[] = [];
  let retired = 0;

  return {
    append: (document) => void entries.push(document),
    retire() {
      retired += 1;
      if (retired < 64 || retired * 2 < entries.length) return;
      entries = entries.filter(isLatest);
      retired = 0;
    },
    *after(lsn) {
      const reading = entries;
      for (let at = firstAfter(reading, lsn); at < reading.length; at++) {
        const document = reading[at];
        if (document && isLatest(document)) yield document;
      }
    },
  };
}

/** Index of the first entry with an lsn above `lsn`. */
function firstAfter(entries: readonly StoredDocument[], lsn: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.lsn ?? Number.POSITIVE_INFINITY) > lsn) high = middle;
    else low = middle + 1;
  }
  return low;
}
