const slot = Symbol.for('omd.crashPoint');
const holder = globalThis as { [slot]?: (name: string) => void | Promise<void> };

/**
 * A moment between two steps at which a process may die. A test kills it there through
 * `globalThis[Symbol.for('omd.crashPoint')]`: by ending the process, or by never coming back. (An error would be handled
 * like any other.) Without a hook nothing happens.
 */
export function crashPoint(name: string): void | Promise<void> {
  return holder[slot]?.(name);
}
