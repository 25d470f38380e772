/** A kind of directory object that delta queries follow. */
export type Followed = 'user' | 'group' | 'device';

/** Something that was written to the directory. */
export interface Change {
  /** Counts all changes; a delta query goes on from one. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly kind: Followed;
  readonly index: number;
  readonly what: { readonly properties: readonly string[] } | 'created' | 'deleted';
}

export interface ChangeLog {
  readonly length: number;
  add(change: Omit<Change, 'number'>): void;
  /** Changes of a kind from `number` on, oldest first. */
  since(kind: Followed, number: number): Change[];
  /** Calls `hear` with every change from now on. */
  follow(hear: (change: Change) => void): void;
}

export function createChangeLog(): ChangeLog {
  const changes: Change[] = [];
  const followers: ((change: Change) => void)[] = [];
  return {
    get length() {
      return changes.length;
    },
    add(draft) {
      const change = { ...draft, number: changes.length };
      changes.push(change);
      for (const hear of followers) hear(change);
    },
    since: (kind, number) => changes.slice(number).filter((change) => change.kind === kind),
    follow: (hear) => void followers.push(hear),
  };
}
