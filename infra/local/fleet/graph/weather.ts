import { rnd } from '../model/random.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { GraphError } from './errors.ts';
import { tooManyRequests } from './throttle.ts';
import type { ThrottleRules } from './throttle-classes.ts';

/** How often calls fail for no fault of the caller: shares of all calls. */
export interface Weather {
  readonly unavailable: number;
  readonly gatewayTimeout: number;
  readonly serverError: number;
  /** The connection breaks off without an answer. */
  readonly cutConnection: number;
  /** Of writes: done, and answered with 504 all the same. */
  readonly ghostSuccess: number;
}

/** A usual day of the real services. */
export const usualWeather: Weather = {
  unavailable: 0.000_5,
  gatewayTimeout: 0.000_5,
  serverError: 0.000_2,
  cutConnection: 0.000_1,
  ghostSuccess: 0.001,
};

/** Nothing fails, for tests that are about something else. */
export const fairWeather: Weather = {
  unavailable: 0,
  gatewayTimeout: 0,
  serverError: 0,
  cutConnection: 0,
  ghostSuccess: 0,
};

/** Nobody answers any more; whoever holds the socket closes it. */
export class ConnectionCut extends Error {
  readonly code = 'connection-cut';
}

/** What befalls one call: refused before anything happens, or the answer lost after it did. */
export interface Fate {
  readonly before?: GraphError | ConnectionCut;
  readonly after?: GraphError;
}

export type Fates = (call: {
  readonly tenant: Tenant;
  readonly rules: ThrottleRules;
  readonly isWrite: boolean;
  readonly now: number;
}) => Fate;

const FATE_STREAM = 1_001;

/** Of the writes that a fault lets time out, this many have happened. */
const GHOSTS_AMONG_TIMEOUTS = 0.3;

/** The n-th call of a run meets the same fate in every run with the same seed. */
export function createFates(seed: number, weather: Weather): Fates {
  let calls = 0;
  return ({ tenant, rules, isWrite, now }) => {
    const n = calls++;
    const chance = (k: number) => rnd(seed, n, FATE_STREAM, k);
    const faults = tenant.fleet.faults.active('graphErrors', now);
    const hit = faults.find(({ share }, k) => chance(10 + k) < share);
    if (hit?.status === 429) return { before: tooManyRequests(rules, 1_000 + chance(1) * 29_000, chance(2)) };
    if (hit?.status === 504)
      return isWrite && chance(1) < GHOSTS_AMONG_TIMEOUTS ? { after: timeout() } : { before: timeout() };
    if (isWrite && chance(3) < weather.ghostSuccess) return { after: timeout() };
    return failure(weather, chance(4));
  };
}

function failure({ unavailable, gatewayTimeout, serverError, cutConnection }: Weather, chance: number): Fate {
  if (chance < unavailable)
    return { before: new GraphError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.') };
  if (chance < unavailable + gatewayTimeout) return { before: timeout() };
  if (chance < unavailable + gatewayTimeout + serverError)
    return { before: new GraphError(500, 'InternalServerError', 'Internal server error') };
  if (chance < unavailable + gatewayTimeout + serverError + cutConnection)
    return { before: new ConnectionCut('The connection was cut.') };
  return {};
}

const timeout = () => new GraphError(504, 'GatewayTimeout', 'The gateway did not receive a timely response.');
