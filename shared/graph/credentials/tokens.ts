import type { TokenCredential } from '@azure/identity';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../time/clock.ts';
import type { Api } from '../budget/cost.ts';
import { GraphFailure } from '../errors.ts';

/** Access tokens by tenant and host, kept on the product's clock until four fifths of their life are over. */
export interface Tokens {
  /** Throws GraphFailure `graph-consent-missing`, or `graph-unavailable` when nobody issues tokens at the moment. */
  get(tenantId: string, api: Api): Promise<string>;
  /** After a 401: the next call gets a new one. */
  forget(tenantId: string, api: Api): void;
}

/**
 * A credential for one tenant. A new one is asked for each time a token is needed: the library's own cache lives on the
 * wall and would hand out what has expired on a driven clock.
 */
export type CredentialFor = (tenantId: string) => TokenCredential;

/** Defender's tokens carry its older name. */
export const SCOPES: Readonly<Record<Api, string>> = {
  graph: 'https://graph.microsoft.com/.default',
  defender: 'https://api.securitycenter.microsoft.com/.default',
};

interface Kept {
  readonly token: string;
  readonly until: number;
}

const KEPT_TOKENS = 5_000;
const USED_PART_OF_LIFE = 0.8;

export function openTokens(credentialFor: CredentialFor, clock: Clock): Tokens {
  const kept = new LRUCache<string, Kept>({ max: KEPT_TOKENS });
  const coming = new Map<string, Promise<Kept>>();
  const keyOf = (tenantId: string, api: Api) => `${api} ${tenantId}`;

  async function request(tenantId: string, api: Api): Promise<Kept> {
    const issued = clock.now();
    const got = await credentialFor(tenantId)
      .getToken(SCOPES[api])
      .catch((error: unknown) => {
        throw failureOf(error);
      });
    if (!got) throw new GraphFailure('graph-consent-missing', 'No token was issued for the tenant.');
    const lifeMs = got.expiresOnTimestamp - Date.now();
    return { token: got.token, until: issued + lifeMs * USED_PART_OF_LIFE };
  }

  return {
    async get(tenantId, api) {
      const key = keyOf(tenantId, api);
      const known = kept.get(key);
      if (known && known.until > clock.now()) return known.token;
      const pending = coming.get(key) ?? request(tenantId, api).finally(() => coming.delete(key));
      coming.set(key, pending);
      const fresh = await pending;
      kept.set(key, fresh);
      return fresh.token;
    },
    forget: (tenantId, api) => void kept.delete(keyOf(tenantId, api)),
  };
}

/** Entra's codes for: application or tenant unknown, consent or sign-in missing, assertion not trusted. */
const CONSENT =
  /AADSTS(700016|90002|65001|650052|50020|700211|700212|700213|7000215|70021)|invalid_client|unauthorized_client|consent_required/;

/** Only the code goes on: the text of the library's errors is long, and nobody has proved what it may hold. */
function failureOf(error: unknown): GraphFailure {
  const text = error instanceof Error ? error.message : '';
  const code = CONSENT.exec(text)?.[0];
  if (code) return new GraphFailure('graph-consent-missing', `Entra issues no token for the tenant: ${code}.`);
  return new GraphFailure('graph-unavailable', 'No token could be had.');
}
