import type { Store } from "./store.ts";

/**
 * What a stand-in has changed in memory and not yet on the disk. Whatever is noted while a commit is under way goes
 * into the next one (group commit), so a lone writer pays one sync and a crowd shares it.
 */
export interface Journal {
	/** Notes the key's new value, or its removal. */
	note(key: string, value: string | undefined): void;
	/** Resolves when everything noted so far is durable; rejects when the disk refused it. */
	durable(): Promise<void>;
}

/** Without a store nothing is kept: a stand-in in pure memory for tests. */
export const memoryJournal: Journal = {
	note: () => undefined,
	durable: () => Promise.resolve(),
};

export function journal(store: Store): Journal {
	let noted = new Map<string, string | undefined>();
	let running: Promise<void> | undefined;
	let following: Promise<void> | undefined;

	function commit(): Promise<void> {
		const changes = [...noted];
		noted = new Map();
		running = store.commit(changes).finally(() => {
			running = undefined;
		});
		return running;
	}

	function commitAfter(current: Promise<void>): Promise<void> {
		following ??= current
			.catch(() => undefined) // its own callers hear of it
			.then(() => {
				following = undefined;
				return commit();
			});
		return following;
	}

	return {
		note: (key, value) => void noted.set(key, value),
		durable() {
			if (noted.size === 0) return following ?? running ?? Promise.resolve();
			return running ? commitAfter(running) : commit();
		},
	};
}
