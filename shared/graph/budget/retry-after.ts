/** A wait that is asked for is never taken for longer than this: the next call will hear if it was meant. */
const LONGEST_MS = 60 * 60_000;

/**
 * Milliseconds of a `Retry-After`: whole or decimal seconds, or a date, which is read against the server's own `Date`.
 * Undefined when it says nothing that makes sense (absent, empty, negative, zero, a date gone by).
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (text === '') return undefined;
  const ms = /^\d+([.,]\d+)?$/.test(text)
    ? Number(text.replace(',', '.')) * 1000
    : dateIn(text) - serverTime(headers, now);
  if (!(ms > 0)) return undefined;
  return Math.ceil(Math.min(ms, LONGEST_MS));
}

/** A date begins with its day's name, or with the year: what else can be parsed as one was not meant to be. */
function dateIn(text: string): number {
  return /^([a-z]{3,9}[, ]|\d{4}-\d\d-\d\dT)/i.test(text) ? Date.parse(text) : Number.NaN;
}

function serverTime(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}
