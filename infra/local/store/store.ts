/** One change to a key: a value, or `undefined` to remove it. Keys and values are well-formed Unicode; a key has at most 1,978 bytes. */
export type Change = readonly [key: string, value: string | undefined];

/** Ordered, durable keys: all that the stand-ins ask of a disk. */
export interface Store {
  /** All changes or none; durable on the disk when the promise resolves, and nothing of them kept when it rejects. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Entries with `start <= key < end`, in the order of the keys' UTF-8 bytes. */
  range(start: string, end: string): Iterable<{ key: string; value: string }>;
  get(key: string): string | undefined;
  close(): Promise<void>;
}
