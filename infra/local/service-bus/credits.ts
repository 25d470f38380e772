import { serverBusy } from './faults.ts';
import { LIMITS } from './limits.ts';

/** The credits of a Standard namespace: so many for each second, then it is busy. */
export interface Credits {
  /** Throws `com.microsoft:server-busy`; a refused operation costs nothing. */
  spend(count: number): void;
}

export const unlimitedCredits: Credits = { spend: () => undefined };

export function creditBucket(now: () => number): Credits {
  let second = 0;
  let left: number = LIMITS.creditsPerSecond;
  return {
    spend(count) {
      const current = Math.floor(now() / 1000);
      if (current !== second) {
        second = current;
        left = LIMITS.creditsPerSecond;
      }
      if (count > left) throw serverBusy();
      left -= count;
    },
  };
}
