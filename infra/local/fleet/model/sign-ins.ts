import { choose, poisson } from './distributions.ts';
import { isWeekend } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';

export interface SignIn {
  readonly user: number;
  readonly time: number;
  /** `0`, or the code of an Entra error. */
  readonly errorCode: string;
}

/** Multiplies how many sign-ins fail at a moment. */
export type FailureFactor = (time: number) => number;

/** The sign-ins of a user on a day (days since 1970, UTC), in order of time: computed when asked, never stored. */
export function signInsOf(seed: number, user: number, day: number, failureFactor: FailureFactor): SignIn[] {
  if (isWeekend(day)) return [];
  const draw = (n: number) => rnd(seed, user, stream.signIn, day * 256 + n);
  const count = Math.min(poisson(rates.security.signInsPerWorkDay, draw(0)), 60);
  const signIns = Array.from({ length: count }, (_, n) => {
    const time = day * DAY + (FIRST_HOUR + (LAST_HOUR - FIRST_HOUR) * draw(3 * n + 1)) * HOUR;
    const fails = draw(3 * n + 2) < Math.min(rates.security.signInFailure * failureFactor(time), 1);
    return { user, time, errorCode: fails ? (errorCodes[choose(errorShares, draw(3 * n + 3))] ?? '0') : '0' };
  });
  return signIns.sort((a, b) => a.time - b.time);
}

const FIRST_HOUR = 6;
const LAST_HOUR = 19;

const errorCodes = Object.keys(rates.security.signInErrors);
const errorShares = Object.values(rates.security.signInErrors);
