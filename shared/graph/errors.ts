import { Refusal } from '../contracts/refusal.ts';

/** What can come of a call to Microsoft, apart from an answer and from "not now" (see `TryAgainAt`). */
export type GraphFailureCode =
  /** 400 and its kin: the request is wrong and stays wrong. */
  | 'graph-request-refused'
  /** 403: a permission is missing; the message names those that would do. */
  | 'graph-permission-missing'
  /** 404. Replicas lag: of something just made it is worth asking again for two minutes. */
  | 'graph-not-found'
  /** 409: it is there already, or runs already. */
  | 'graph-conflict'
  /** 412: changed since it was read. */
  | 'graph-changed-meanwhile'
  /** 410, or its older spellings: a delta link is no longer good. */
  | 'graph-resync-required'
  /** Another administrator of the tenant has to approve the write; `approvalCode` finds the request. */
  | 'graph-approval-required'
  /** No connection, or 5xx, several times in a row. */
  | 'graph-unavailable'
  /** The answer is no JSON, or longer than any answer that was asked for. */
  | 'graph-answer-unreadable'
  /** A write may or may not have been done: look it up, do not send it again. */
  | 'graph-outcome-unknown'
  /** No token: consent is missing, or the tenant does not know the application. */
  | 'graph-consent-missing'
  /** The product was started to read only. */
  | 'graph-writes-not-allowed'
  /** The service has no share of this limit. */
  | 'graph-limit-not-shared'
  /** A link to the next page leads to another host, so no token goes there. */
  | 'graph-foreign-link'
  /** A link to the next page that has been followed before. */
  | 'graph-paging-stuck';

export interface FailureFacts {
  readonly status?: number;
  /** Graph's own code, such as `Request_ResourceNotFound`. */
  readonly graphCode?: string;
  /** What Microsoft's support asks for. */
  readonly requestId?: string;
  readonly approvalCode?: string;
}

/** A call that failed for good, unless `retryable` says otherwise. */
export class GraphFailure extends Refusal {
  declare readonly code: GraphFailureCode;
  readonly facts: FailureFacts;

  constructor(code: GraphFailureCode, message: string, facts: FailureFacts = {}) {
    super(code, message, { detail: { ...facts }, ...(WORTH_ANOTHER_TRY.has(code) && { retryable: true }) });
    this.facts = facts;
  }
}

const WORTH_ANOTHER_TRY: ReadonlySet<GraphFailureCode> = new Set(['graph-unavailable', 'graph-answer-unreadable']);

/** By its fields: two bundles in one process have a class each. */
export function isGraphFailure(error: unknown, code?: GraphFailureCode): error is GraphFailure {
  return error instanceof Error && 'facts' in error && 'code' in error && (code === undefined || error.code === code);
}

export type NotNow =
  /** The service has used its share of the limit, or its lane has. */
  | 'budget-spent'
  /** Microsoft answered 429. */
  | 'throttled'
  /** 429 again and again: the tenant is blocked, and somebody has been told. */
  | 'tenant-blocked'
  /** Microsoft is out of order for the moment. */
  | 'unavailable'
  /** A write whose outcome can only be seen later. */
  | 'outcome-not-visible';

/**
 * Not now, but at `at` (milliseconds since 1970). Thrown for every wait longer than an invocation may sleep: the bus sends
 * the message on as a copy that comes back then, and does not count it as a failure.
 */
export class TryAgainAt extends Error {
  override readonly name = 'TryAgainAt';
  readonly code = 'graph-try-again-at';
  readonly retryable = true;
  readonly at: number;
  readonly because: NotNow;

  constructor(at: number, because: NotNow) {
    super(`Not before ${new Date(at).toISOString()}: ${because}.`);
    this.at = Math.ceil(at);
    this.because = because;
  }
}

/** By its fields: two bundles in one process have a class each. */
export function isTryAgainAt(error: unknown): error is TryAgainAt {
  return error instanceof Error && error.name === 'TryAgainAt' && 'at' in error && typeof error.at === 'number';
}
