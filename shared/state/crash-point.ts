const slot = Symbol.for('omd.crashPoint');
const holder = globalThis as { [slot]?: (name: string) => void | Promise<void> };

/**
 * A moment between two steps at which a process may die. Tests end it there through
 * `globalThis[Symbol.for('omd.crashPoint')]`; without one, nothing happens.
 */
export function crashPoint(name: string): void | Promise<void> {
  return holder[slot]?.(name);
}
