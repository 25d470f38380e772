import { retryAfterMs } from '../budget/retry-after.ts';
import type { GraphFailure } from '../errors.ts';
import { type Answer, type Call, repeatOf } from './call.ts';
import { failureOf, saidError } from './failure.ts';
import type { ReadAnswer } from './read-answer.ts';

/** What is to be made of one request. */
export type Judgement =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: GraphFailure }
  /** Not done, because of a limit. */
  | { readonly kind: 'too-many'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'token-refused' }
  /** Not done, or done without harm if it is done again. */
  | { readonly kind: 'try-again'; readonly retryAfterMs: number | undefined; readonly unreadable: boolean }
  | { readonly kind: 'outcome-unknown' };

/** Judges what came back; `not-sent` and `cut-off` are connections that were not made, or broke. */
export function judge(call: Call, came: ReadAnswer | { readonly kind: 'not-sent' }, now: number): Judgement {
  switch (came.kind) {
    case 'not-sent':
      return { kind: 'try-again', retryAfterMs: undefined, unreadable: false };
    case 'cut-off':
      return lost(call, undefined, false);
    case 'unreadable':
      return judgeStatus(call, { ...came, body: undefined }, now, true);
    case 'answer':
      // A read that is answered with success and nothing has not been answered.
      return judgeStatus(call, came, now, call.method === 'GET' && came.status === 200 && came.body === undefined);
  }
}

function judgeStatus(call: Call, answer: Answer, now: number, unreadable: boolean): Judgement {
  const { status, headers } = answer;
  if (status === 429) return { kind: 'too-many', retryAfterMs: retryAfterMs(headers, now) };
  if (status === 401) return { kind: 'token-refused' };
  if (status >= 500 || status === 408) return lost(call, retryAfterMs(headers, now), false);
  if (status >= 400) return { kind: 'failed', failure: failureOf(answer) };
  return unreadable || !isSuccess(answer) ? lost(call, undefined, true) : { kind: 'answered', answer };
}

/**
 * Whether an answer says that it was done. A redirection comes from something in between, and a success that carries an
 * error contradicts itself: neither says what became of the call.
 */
export function isSuccess({ status, body }: Pick<Answer, 'status' | 'body'>): boolean {
  return status >= 200 && status < 300 && !isErrorAlone(body);
}

/** Objects and collections may have a property of that name; an error's body has no other. */
function isErrorAlone(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  return !('id' in body) && !('value' in body) && saidError(body).code !== undefined;
}

/** Graph has no idempotency key: after a lost answer only what bears it may be sent again. */
function lost(call: Call, retryAfterMs: number | undefined, unreadable: boolean): Judgement {
  if (repeatOf(call) === 'once') return { kind: 'outcome-unknown' };
  return { kind: 'try-again', retryAfterMs, unreadable };
}
