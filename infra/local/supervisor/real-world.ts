import { wallClock } from '../clock/clock.ts';
import type { World } from './world.ts';

/** A real tenant, in the time of the wall. It changes only where that is allowed. */
export function realWorld(writes: 'allowed' | 'not-allowed'): World {
  return {
    clocks: { clock: wallClock },
    mode: 'wall',
    settings: {},
    openCloud: async () => ({ kind: 'real', writes }),
    admit: () => undefined,
    begin: () => undefined,
  };
}
