import * as z from 'zod';
import type { Endpoint, ErrorStatus } from './endpoint.ts';

/** RFC 9457, with a stable `code` and the id under which the logs know the request. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    correlationId: z.string(),
    detail: z.string().exactOptional(),
    /** What is wrong where, for a request that does not fit its schema. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
  })
  .loose()
  .meta({ id: 'Problem', description: 'RFC 9457 problem document' });

export type Problem = z.output<typeof problemSchema>;

/** Codes and the statuses they are answered with. */
export type Problems = Readonly<Record<string, ErrorStatus>>;

const EVERYWHERE = { 'settings-missing': 503, unavailable: 503, 'too-many-requests': 429 } as const;
const WITH_TOKEN = { 'token-missing': 401, 'token-invalid': 401, 'role-missing': 403 } as const;
const ON_PLATFORM = { 'platform-only': 403 } as const;
const WITH_TENANT = { 'tenant-unknown': 404 } as const;
const TENANT_LEFT = { 'tenant-offboarded': 409 } as const;
const TENANT_RESTS = { 'tenant-suspended': 409 } as const;
const WITH_INPUT = { 'request-invalid': 400 } as const;
const WITH_BODY = { 'body-too-large': 413 } as const;
const WITH_JSON = { 'media-type-unsupported': 415, 'json-malformed': 400, 'json-too-deep': 400 } as const;
const WITH_PAGES = { 'invalid-query': 400 } as const;
const WRITING = {
  'idempotency-key-invalid': 400,
  'idempotency-key-reused': 422,
  'idempotency-in-progress': 409,
  'pointer-taken': 409,
  'change-too-large': 422,
} as const;
const WITH_IF_MATCH = { 'if-match-required': 428, stale: 412 } as const;

/** Refusals that need no mention in a table of endpoints. */
export const COMMON_PROBLEMS = {
  ...EVERYWHERE,
  ...WITH_TOKEN,
  ...ON_PLATFORM,
  ...WITH_TENANT,
  ...TENANT_LEFT,
  ...TENANT_RESTS,
  ...WITH_INPUT,
  ...WITH_BODY,
  ...WITH_JSON,
  ...WITH_PAGES,
  ...WRITING,
  ...WITH_IF_MATCH,
  'not-found': 404,
  'invalid-id': 400,
} as const satisfies Problems;

export type CommonProblem = keyof typeof COMMON_PROBLEMS;

/** All refusals that a call of this endpoint can meet: those of its kind, then its own. */
export function problemsOf(endpoint: Endpoint): Problems {
  const { access, method, body, params, query, ifMatch, whileSuspended, errors } = endpoint;
  const writes = method !== 'GET';
  const scope = 'scope' in access ? access.scope : undefined;
  const tenant = scope === 'tenant' || scope === 'records';
  return {
    ...EVERYWHERE,
    ...(!('public' in access) && WITH_TOKEN),
    ...((scope === 'platform' || scope === 'records') && ON_PLATFORM),
    ...(tenant && WITH_TENANT),
    ...(tenant && writes && TENANT_LEFT),
    ...(tenant && writes && !whileSuspended && TENANT_RESTS),
    ...((params || query || body) && WITH_INPUT),
    ...(body && WITH_BODY),
    ...(body && body !== 'raw' && WITH_JSON),
    ...(query && 'after' in query.shape && WITH_PAGES),
    ...(writes && WRITING),
    ...(ifMatch && WITH_IF_MATCH),
    ...errors,
  };
}
