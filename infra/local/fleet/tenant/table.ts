/** Objects that callers have made, in the order of their making. */
export interface Table<Value> {
  /** Numbers are never used again, so an id names one object for ever. */
  add(value: Value): Kept<Value>;
  get(id: string): Kept<Value> | undefined;
  all(): Iterable<Kept<Value>>;
  change(id: string, change: Partial<Value>): Kept<Value> | undefined;
  /** @returns whether there was one */
  remove(id: string): boolean;
}

export type Kept<Value> = Value & { readonly id: string; readonly number: number };

export function createTable<Value extends object>(idOf: (number: number) => string): Table<Value> {
  const kept = new Map<string, Kept<Value>>();
  let count = 0;
  return {
    add(value) {
      const number = count++;
      const added = { ...value, id: idOf(number), number };
      kept.set(added.id, added);
      return added;
    },
    get: (id) => kept.get(id.toLowerCase()),
    all: () => kept.values(),
    change(id, change) {
      const before = kept.get(id.toLowerCase());
      if (!before) return undefined;
      const after = { ...before, ...change };
      kept.set(before.id, after);
      return after;
    },
    remove: (id) => kept.delete(id.toLowerCase()),
  };
}
