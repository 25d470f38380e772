import type { HttpResponseInit } from '@azure/functions';
import type { Endpoint } from '../contracts/http/endpoint.ts';
import { COMMON_PROBLEMS, type CommonProblem } from '../contracts/http/problem.ts';
import { isRefusal, Refusal, type RefusalOptions } from '../contracts/refusal.ts';

/** A refusal that any route may give. */
export const refuse = (code: CommonProblem, message: string, options?: RefusalOptions): Refusal =>
  new Refusal(code, message, options);

/** The RFC 9457 answer to whatever was thrown. Texts of unexpected errors stay in the log. */
export function problemOf(error: unknown, endpoint: Endpoint, correlationId: string): HttpResponseInit {
  if (isTransient(error)) return problemOf(tryAgain(), endpoint, correlationId);
  if (!isRefusal(error)) return problem(500, 'internal', correlationId, {});
  const { code, message, retryable } = error;
  return problem(statusOf(code, endpoint), code, correlationId, { ...membersOf(error), detail: message }, retryable);
}

/** State and bus mark what may pass when it is tried again. */
const isTransient = (error: unknown): boolean =>
  error instanceof Error && !isRefusal(error) && 'retryable' in error && error.retryable === true;

const tryAgain = () => refuse('unavailable', 'The service cannot answer now.', { retryable: true });

/** The status that the endpoint's table, or else the common table, gives the code. */
export function statusOf(code: string, { errors = {} }: Endpoint): number {
  const common: Readonly<Record<string, number>> = COMMON_PROBLEMS;
  return errors[code] ?? (Object.hasOwn(common, code) ? common[code] : undefined) ?? 409;
}

function problem(
  status: number,
  code: string,
  correlationId: string,
  members: Readonly<Record<string, unknown>>,
  retryable = false,
): HttpResponseInit {
  const retryAfter = members['retryAfterSeconds'] ?? (retryable ? 1 : undefined);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'x-correlation-id': correlationId,
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({
      ...members,
      type: `urn:omd:problem:${code}`,
      title: titleOf(code),
      status,
      code,
      correlationId,
    }),
  };
}

function membersOf({ detail }: Refusal): object {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : {};
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
