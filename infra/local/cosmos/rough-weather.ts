import { SUBSTATUS } from './errors.ts';
import type { FaultEffect } from './faults.ts';
import { type CosmosRequest, type Handler, isReading } from './protocol.ts';

/**
 * All that the service may do to a correct client at any time: short and empty pages, throttling, replicas that lag,
 * writes that collide, a node that restarts. The same seed and the same requests meet the same weather.
 */
export interface RoughWeather {
  /** A refusal, for one request of eight. The request after it is let through, as a retry meets in practice. */
  strike(request: CosmosRequest): FaultEffect | undefined;
  /** How many items a page may have now: for one page of three fewer than asked, for some none. */
  pageLimit(): number | undefined;
}

export function roughWeather(seed: number): RoughWeather {
  const random = randomNumbers(seed);
  const spared = new Set<string>();
  return {
    strike(request) {
      if (!isItemRequest(request)) return undefined;
      const key = `${request.method} ${request.path} ${request.headers['x-ms-documentdb-partitionkey'] ?? ''}`;
      if (spared.delete(key) || random() >= 1 / 8) return undefined;
      spared.add(key);
      const refusals = isReading(request) ? READ_REFUSALS : WRITE_REFUSALS;
      return refusals[Math.floor(random() * refusals.length)];
    },
    pageLimit: () => (random() < 1 / 3 ? Math.floor(random() * 4) : undefined),
  };
}

/** Hands requests on with the pages that the weather allows. */
export function withShortPages(pageLimit: RoughWeather['pageLimit'], next: Handler): Handler {
  return (request) => next({ ...request, pageLimit: pageLimit() });
}

const THROTTLED = { kind: 'refuse', status: 429, substatus: SUBSTATUS.requestRateTooLarge, retryAfterInMs: 1 } as const;
const UNAVAILABLE = { kind: 'refuse', status: 503 } as const;

const READ_REFUSALS: readonly FaultEffect[] = [
  THROTTLED,
  UNAVAILABLE,
  { kind: 'refuse', status: 404, substatus: SUBSTATUS.readSessionNotAvailable },
];

const WRITE_REFUSALS: readonly FaultEffect[] = [
  THROTTLED,
  UNAVAILABLE,
  { kind: 'refuse', status: 449, retryAfterInMs: 1 },
];

const isItemRequest = ({ path }: CosmosRequest) => /\/docs(\/|$)/.test(path);

/** Mulberry32 by Tommy Ettinger: numbers in [0, 1), the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
