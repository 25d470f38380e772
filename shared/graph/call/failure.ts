import { type FailureFacts, GraphFailure, type GraphFailureCode } from '../errors.ts';
import type { Answer } from './call.ts';

/** What an error answer says, in both of its shapes: Graph's own, and Intune's, which is JSON text within the message. */
export interface SaidError {
  readonly code: string | undefined;
  /** A narrower one, which Graph puts inside. */
  readonly innerCode: string | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
}

/** The failure that an answer of 400 or more stands for. */
export function failureOf({ status, headers, body }: Answer): GraphFailure {
  const { code: graphCode, innerCode, message, requestId } = saidError(body);
  const approvalCode = APPROVAL_STATUSES.has(status) ? headers.get(APPROVAL_HEADER) : null;
  const facts: FailureFacts = {
    status,
    ...(graphCode && { graphCode }),
    ...(requestId && { requestId }),
    ...(approvalCode && { approvalCode }),
  };
  const code = approvalCode ? 'graph-approval-required' : codeOf(status, [graphCode, innerCode]);
  return new GraphFailure(code, `Microsoft answered ${status}: ${message}`, facts);
}

const APPROVAL_HEADER = 'x-msft-approval-code';
/** Pages and field reports disagree on the status. */
const APPROVAL_STATUSES = new Set([400, 403, 412]);

/** Of a delta's link, or of a page's, that is no longer good. */
const EXPIRED_LINK = /^(resyncRequired|resyncChanges\w+|syncState(NotFound|Invalid)|Directory_ExpiredPageToken)$/i;

function codeOf(status: number, graphCodes: readonly (string | undefined)[]): GraphFailureCode {
  if (graphCodes.some((code) => code !== undefined && EXPIRED_LINK.test(code))) return 'graph-resync-required';
  switch (status) {
    case 401:
    case 403:
      return 'graph-permission-missing';
    case 404:
      return 'graph-not-found';
    case 409:
      return 'graph-conflict';
    case 410:
      return 'graph-resync-required';
    case 412:
      return 'graph-changed-meanwhile';
    default:
      return 'graph-request-refused';
  }
}

/** Reads an error's body, whatever it is. */
export function saidError(body: unknown): SaidError {
  const error = fieldsOf(fieldsOf(body)['error']);
  const inner = fieldsOf(error['innerError'] ?? error['innererror']);
  return {
    code: textOf(error['code']),
    innerCode: textOf(inner['code']),
    message: readable(textOf(error['message']) ?? 'no reason given').slice(0, LONGEST_MESSAGE),
    requestId: textOf(inner['request-id']),
  };
}

const LONGEST_MESSAGE = 500;

/** Intune's inner message names an address of its own service, which concerns nobody. */
function readable(message: string): string {
  if (!message.startsWith('{')) return message;
  try {
    const said = textOf(fieldsOf(JSON.parse(message))['Message']);
    return said ? said.replace(/\s*-?\s*Url: \S+/g, '') : message;
  } catch {
    return message;
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
