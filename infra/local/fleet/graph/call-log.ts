/** How many calls of one kind there were. */
export interface CallCount {
  readonly method: string;
  /** As the reference writes it, with placeholders; `(unknown)` for calls that nothing answers. */
  readonly path: string;
  readonly class: string;
  readonly status: number;
  readonly app: string;
  readonly count: number;
}

export interface CallLog {
  add(call: Omit<CallCount, 'count'>): void;
  counts(): CallCount[];
}

/** Counts calls by what they were and how they ended: proof of a budget. */
export function createCallLog(): CallLog {
  const counts = new Map<string, CallCount>();
  return {
    add(call) {
      const key = JSON.stringify(call);
      counts.set(key, { ...call, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    counts: () => [...counts.values()],
  };
}
