/** The clock the product lives by: the wall in production, or the one a host drives (tests, stories, the simulated fleet). */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

const slot = Symbol.for('omd.clock');
const holder = globalThis as { [slot]?: Clock };

/** The host gives its clock through `globalThis[Symbol.for('omd.clock')]`; without one, it is the wall. */
export const clock: Clock = { now: () => (holder[slot] ?? Date).now() };
