import { rnd } from '../model/random.ts';
import { GraphError } from './errors.ts';
import { type Limit, type ThrottleClass, type ThrottleRules, throttleClasses } from './throttle-classes.ts';

/** One call, as limits count it. */
export interface Counted {
  readonly class: ThrottleClass;
  readonly tenant: string;
  readonly app: string;
  readonly isWrite: boolean;
  /** Resource units of the directory; other classes ignore them. */
  readonly units: number;
}

/** Counts calls against the limits of their class. */
export interface Throttle {
  /** @throws {GraphError} 429 when a limit is reached; a refused call counts too. */
  admit(call: Counted, now: number): void;
}

export interface ThrottleOptions {
  readonly seed: number;
  /** Makes all limits smaller (or larger), so that a small test reaches them. */
  readonly scale?: number;
}

export function createThrottle({ seed, scale = 1 }: ThrottleOptions): Throttle {
  const windows = new Map<string, { from: number; count: number }>();
  let refusals = 0;

  function spend(key: string, { limit, seconds }: Limit, amount: number, now: number): number {
    const open = windows.get(key);
    const window = open && now < open.from + seconds * 1_000 ? open : { from: now, count: 0 };
    windows.set(key, window);
    window.count += amount;
    if (window.count <= Math.max(1, Math.floor(limit * scale))) return 0;
    return window.from + seconds * 1_000 - now;
  }

  return {
    admit(call, now) {
      const rules: ThrottleRules = throttleClasses[call.class];
      const waits = rules.limits.map((limit, n) => {
        const who = limit.per === 'tenant' ? call.tenant : `${call.tenant} ${call.app}`;
        return spend(`${call.class} ${n} ${who}`, limit, amountOf(limit, call), now);
      });
      const wait = Math.max(...waits);
      if (wait > 0) throw tooManyRequests(rules, wait, rnd(seed, refusals++, RETRY_AFTER_STREAM));
    },
  };
}

const RETRY_AFTER_STREAM = 1_000;

/** Where a service says only sometimes how long to wait. */
const SHARE_WITH_RETRY_AFTER = 0.6;
const LONGEST_RETRY_AFTER_SECONDS = 30;

export function tooManyRequests(rules: ThrottleRules, waitMs: number, chance: number): GraphError {
  const told = rules.retryAfter === 'always' || (rules.retryAfter === 'sometimes' && chance < SHARE_WITH_RETRY_AFTER);
  const seconds = Math.min(Math.max(Math.ceil(waitMs / 1_000), 1), LONGEST_RETRY_AFTER_SECONDS);
  return new GraphError(
    429,
    'TooManyRequests',
    'Too many requests. Please wait and try again.',
    told ? { 'retry-after': String(seconds) } : {},
  );
}

function amountOf({ counts }: Limit, { isWrite, units }: Counted): number {
  switch (counts) {
    case 'calls':
      return 1;
    case 'writes':
      return isWrite ? 1 : 0;
    case 'units':
      return units;
  }
}
