import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { rnd } from '../model/random.ts';

/** What a token lets its bearer do. */
export interface Grant {
  readonly tenant: string;
  readonly app: string;
  readonly audience: 'graph' | 'defender';
  /** Application permissions. */
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Tokens {
  keys(): Promise<JSONWebKeySet>;
  /** A signed access token that lives for 60 to 90 minutes. */
  issue(
    draft: Omit<Grant, 'expiresAt'>,
    issuer: string,
    now: number,
  ): Promise<{ readonly token: string; readonly expiresIn: number }>;
  /** The grant of a token that was issued here and has not expired. */
  read(token: string, now: number): Grant | undefined;
}

const SHORTEST_SECONDS = 3_600;
const SPREAD_SECONDS = 1_800;
const LIFETIME_STREAM = 1_002;

export function createTokens(seed: number): Tokens {
  const issued = new Map<string, Grant>();
  let count = 0;

  function forgetExpired(now: number): void {
    for (const [token, { expiresAt }] of issued) if (expiresAt <= now) issued.delete(token);
  }

  return {
    keys: async () => ({ keys: [(await keys()).jwk] }),
    async issue(draft, issuer, now) {
      forgetExpired(now);
      const { privateKey, jwk } = await keys();
      const expiresIn = Math.floor(SHORTEST_SECONDS + SPREAD_SECONDS * rnd(seed, count, LIFETIME_STREAM));
      const seconds = Math.floor(now / 1_000);
      const token = await new SignJWT({
        tid: draft.tenant,
        appid: draft.app,
        azp: draft.app,
        roles: draft.roles,
        ver: '2.0',
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: jwk.kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCES[draft.audience])
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + expiresIn)
        .setJti(createHash('sha256').update(`${seed} ${count++}`).digest('base64url').slice(0, 22))
        .sign(privateKey);
      issued.set(token, { ...draft, expiresAt: (seconds + expiresIn) * 1_000 });
      return { token, expiresIn };
    },
    read(token, now) {
      const grant = issued.get(token);
      return grant && now < grant.expiresAt ? grant : undefined;
    },
  };
}

let pair: ReturnType<typeof createKeys> | undefined;

/** One pair for the process: it takes a tenth of a second, and a run without a sign-in need not wait for it. */
function keys() {
  pair ??= createKeys();
  return pair;
}

async function createKeys() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } };
}

const AUDIENCES = {
  graph: 'https://graph.microsoft.com',
  defender: 'https://api.securitycenter.microsoft.com',
} as const;
