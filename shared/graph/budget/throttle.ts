/** What Microsoft's 429s have come to, for one class of calls in one tenant. */
export interface Throttle {
  /** 429s in a row, each to a call that had waited as long as the one before asked. */
  readonly refusals: number;
  /** Milliseconds since 1970 of the first. */
  readonly since: number;
  /** The wait that doubles while nothing else is said. */
  readonly growingMs: number;
  /** No call before this. */
  readonly until: number;
  /** Answers to calls sent before this say nothing new. */
  readonly answersCountFrom: number;
}

export interface TooManyRequests {
  readonly sentAt: number;
  readonly now: number;
  /** Undefined when the answer named none that makes sense. */
  readonly retryAfterMs: number | undefined;
  /** From 0 to 1. */
  readonly dice: number;
}

const FIRST_WAIT_MS = 2_000;
/** No wait grows beyond this by itself. */
export const LONGEST_GROWN_MS = 5 * 60_000;
/** Up to here a `Retry-After` is taken at its word; a server that always says "one second" is not. */
const BELIEVED_REFUSALS = 3;
/** With so many in a row it is no longer load but a block. */
const BLOCKED_AFTER = 6;

/** After one more 429. Calls that were under way when the wait began say nothing new, unless they ask for a longer one. */
export function refusedAgain(before: Throttle | undefined, answer: TooManyRequests): Throttle {
  const { sentAt, now, retryAfterMs, dice } = answer;
  if (before && sentAt < before.answersCountFrom)
    return { ...before, until: Math.max(before.until, now + (retryAfterMs ?? 0)) };
  const refusals = (before?.refusals ?? 0) + 1;
  const growingMs = Math.min((before ? before.growingMs * 2 : FIRST_WAIT_MS) * (1 + dice / 10), LONGEST_GROWN_MS);
  const waitMs =
    retryAfterMs === undefined ? growingMs : Math.max(retryAfterMs, refusals > BELIEVED_REFUSALS ? growingMs : 0);
  const until = now + Math.ceil(waitMs);
  return { refusals, since: before?.since ?? now, growingMs, until, answersCountFrom: until };
}

/** Whether an answer shows that the wait is over: it must belong to a call sent after it. */
export function isOver(throttle: Throttle, sentAt: number): boolean {
  return sentAt >= throttle.answersCountFrom;
}

/** One call of a blocked tenant goes out to see whether it is over; the others wait for it. */
export function probing(throttle: Throttle, now: number): Throttle {
  return { ...throttle, until: now + Math.ceil(throttle.growingMs) };
}

/** Whether so many 429s mean that the tenant is blocked. */
export function isBlocked(throttle: Throttle | undefined): throttle is Throttle {
  return throttle !== undefined && throttle.refusals >= BLOCKED_AFTER;
}
