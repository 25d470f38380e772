/** One change to a key: a value, or `undefined` to remove it. */
export type Change = readonly [key: string, value: string | undefined];

/** Ordered, durable keys: all that the stand-ins ask of a disk. */
export interface Store {
	/** All changes or none; durable on the disk when the promise resolves. */
	commit(changes: readonly Change[]): Promise<void>;
	/** Entries with `start <= key < end`, in key order. */
	range(start: string, end: string): Iterable<{ key: string; value: string }>;
	get(key: string): string | undefined;
	close(): Promise<void>;
}
