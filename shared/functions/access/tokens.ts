import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import { isRole } from '../../contracts/http/roles.ts';
import { refuse } from '../problems.ts';
import type { Caller } from './caller.ts';
import type { IssuerRow } from './issuers.ts';

const MAX_TOKEN_LENGTH = 16_384;
/** A key that its issuer withdraws opens nothing after this, beside the time for which keys are kept. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_TOKENS = 1_000;
/** Seconds by which clocks may differ. */
const TOLERANCE_S = 60;

/** Turns an `Authorization` header into its caller, or refuses: `token-missing`, `token-invalid`, `unavailable`. */
export type TokenVerifier = (authorization: string | null) => Promise<Caller>;

/** The caller whom a token names, and until when that stands, in milliseconds since 1970. */
interface Verified {
  readonly caller: Caller;
  readonly until: number;
}

/**
 * Verifies bearer tokens against the given issuers, each with its own keys (fetched when first needed, kept ten minutes).
 * A browser sends the same token with every request: one that holds is not taken apart again for a minute.
 */
export function openTokenVerifier(
  rows: readonly IssuerRow[],
  keysOf: (row: IssuerRow) => JWTVerifyGetKey = remoteKeys,
) {
  const known = new Map(rows.map((row) => [row.issuer, { row, keys: keysOf(row) }]));
  const remembered = new LRUCache<string, Verified>({ max: REMEMBERED_TOKENS });
  const verify: TokenVerifier = async (authorization) => {
    const token = bearerOf(authorization);
    const before = remembered.get(token);
    if (before && Date.now() < before.until) return before.caller;
    const issuer = known.get(issuerOf(token));
    if (!issuer) throw invalid('its issuer is not known here');
    const payload = await verified(token, issuer.row, issuer.keys);
    const caller = callerOf(payload, issuer.row);
    const { exp = 0 } = payload;
    remembered.set(token, { caller, until: Math.min((exp + TOLERANCE_S) * 1_000, Date.now() + REMEMBERED_MS) });
    return caller;
  };
  return verify;
}

const remoteKeys = ({ jwksUri }: IssuerRow): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(jwksUri), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 5_000 });

function bearerOf(authorization: string | null): string {
  if (!authorization) throw refuse('token-missing', 'Send a bearer token.');
  const token = /^Bearer +([\w.-]+)$/i.exec(authorization)?.[1];
  if (!token || token.length > MAX_TOKEN_LENGTH) throw invalid('it is not a bearer token');
  return token;
}

/** Only chooses the row whose keys must then have signed the token. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw invalid('it cannot be read');
  }
}

async function verified(token: string, { issuer, audience }: IssuerRow, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['RS256'],
      clockTolerance: TOLERANCE_S,
      requiredClaims: ['tid', 'oid', 'exp'],
    });
    return payload;
  } catch (error) {
    if (isKeyServerFault(error))
      throw refuse('unavailable', "The issuer's keys cannot be fetched now.", { retryable: true });
    throw invalid(error instanceof errors.JWTExpired ? 'it has expired' : 'it does not verify');
  }
}

/** jose wraps a wrong answer of the key server in its bare error class; a failed connection comes through as it is. */
function isKeyServerFault(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return error instanceof errors.JWKSTimeout || error.code === errors.JOSEError.code;
}

const claimsSchema = z.object({
  tid: z.string().min(1).max(128),
  oid: z.string().min(1).max(128),
  name: z.string().max(256).default(''),
  scp: z.string().max(1024).optional(),
  roles: z.array(z.string().max(128)).max(64).default([]),
  groups: z.array(z.string().max(128)).max(1000).default([]),
  omd_tenants: z.array(z.string().max(128)).max(1000).default([]),
});

function callerOf(payload: JWTPayload, row: IssuerRow): Caller {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw invalid('its claims are not as expected');
  const { tid, oid, name, scp, roles, groups, omd_tenants } = claims.data;
  if (row.kind === 'entra' && tid !== row.entraTenantId) throw invalid('it comes from another Entra tenant');
  if (scp !== undefined && !scp.split(' ').includes('access_as_user'))
    throw invalid('it lacks the scope access_as_user');
  return {
    // Entra issues `scp` for people and never for applications that call by themselves.
    actor: { kind: scp === undefined ? 'app' : 'person', id: oid, entraTenantId: tid, name },
    roles: roles.filter(isRole),
    groups,
    ...reachOf(row, omd_tenants),
  };
}

/** Entra says who somebody is; which tenants that opens is said by our records. Only a local token says so itself. */
function reachOf(row: IssuerRow, tenants: readonly string[]): Pick<Caller, 'platform' | 'tenants'> {
  return row.kind === 'local' ? { platform: tenants.includes('*'), tenants } : { platform: row.platform, tenants: [] };
}

const invalid = (reason: string) => refuse('token-invalid', `The token is refused: ${reason}.`);
