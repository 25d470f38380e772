/**
 * Request units by the size of an item, as documented for session consistency and default indexing:
 * `[KB, point read, write]`, linear in between.
 */
const CHARGES: readonly (readonly [kilobytes: number, read: number, write: number])[] = [
  [1, 1, 4.95],
  [2, 1.04, 6.29],
  [4, 1.14, 6.67],
  [8, 1.33, 7.04],
  [16, 1.67, 9.52],
  [32, 2.19, 11.23],
  [64, 4.76, 22.67],
  [128, 9.95, 48.19],
  [256, 20.28, 98.29],
  [512, 40.95, 184.57],
  [1024, 145.9, 625],
  [2048, 291.8, 1250],
];

/** What a request is billed as. */
export type ChargeKind = 'read' | 'write' | 'query' | 'feed' | 'other';

/** A point read of an item of so many bytes. */
export const readCharge = (bytes: number) => interpolate(bytes, 1);

/** A create, replace, upsert or delete. */
export const writeCharge = (bytes: number) => interpolate(bytes, 2);

/** A patch costs its write and the work on the server. */
export const patchCharge = (bytes: number) => writeCharge(bytes) + 1;

/** A query: a base, and what it puts out. */
export const queryCharge = (bytes: number) => round(2.3 + 0.5 * Math.max(1, bytes / 1024));

/** Everything that touches no item: definitions, ranges, an empty page of the feed, a read of what is not there. */
export const LOOKUP_CHARGE = 1;

/** A write that was refused after it had been looked at (404, 409, 412). */
export const refusedWriteCharge = (bytes: number) => round(1.24 * Math.max(1, bytes / 1024));

function interpolate(bytes: number, column: 1 | 2): number {
  const kilobytes = Math.max(1, bytes / 1024);
  const upper = CHARGES.findIndex(([size]) => size >= kilobytes);
  const above = CHARGES[upper] ?? CHARGES[CHARGES.length - 1];
  const below = CHARGES[upper - 1] ?? above;
  if (!above || !below || above === below) return above?.[column] ?? LOOKUP_CHARGE;
  const share = (kilobytes - below[0]) / (above[0] - below[0]);
  return round(below[column] + share * (above[column] - below[column]));
}

const round = (charge: number) => Math.round(charge * 100) / 100;
