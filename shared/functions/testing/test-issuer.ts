import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  SignJWT,
} from 'jose';
import type { Role } from '../../contracts/http/roles.ts';
import type { IssuerRow } from '../access/issuers.ts';
import { openTokenVerifier, type TokenVerifier } from '../access/tokens.ts';

export const OPERATORS_TENANT = '7f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b';
export const OPERATOR = 'b3a1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d';

type Claims = Readonly<Record<string, unknown>>;

/** An issuer for tests, that also makes every kind of token that must be refused. */
export interface TestIssuer {
  readonly verifyToken: TokenVerifier;
  readonly keys: JSONWebKeySet;
  /** A good token; `claims` change or add to it, undefined takes a claim away. */
  sign(role?: Role, claims?: Claims): Promise<string>;
  /** Tokens that look right and are not, by what is wrong with them. */
  readonly forgeries: Readonly<Record<string, string>>;
}

const KEY_ID = 'test-key';

const entraRow: IssuerRow = {
  kind: 'entra',
  entraTenantId: OPERATORS_TENANT,
  audience: 'api://omd',
  platform: true,
  issuer: `https://login.microsoftonline.com/${OPERATORS_TENANT}/v2.0`,
  jwksUri: 'https://login.microsoftonline.com/keys',
};

/** An issuer as the row describes it, for those who run the product. */
export async function openTestIssuer(row = entraRow): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  // Like Entra's, the key does not say which algorithms it is for.
  const publicJwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, use: 'sig' };
  const keys = { keys: [publicJwk] };
  const keySet = createLocalJWKSet(keys);
  const publicBytes = new TextEncoder().encode(JSON.stringify(publicJwk));
  return {
    keys,
    verifyToken: openTokenVerifier([row], () => keySet),
    sign: (role, claims) => sign(privateKey, { ...goodClaims(row, role), ...claims }),
    forgeries: {
      ...(await forge(privateKey, publicBytes, goodClaims(row))),
      ...(row.kind === 'entra' && { 'of another home tenant': await sign(privateKey, foreignClaims(row)) }),
    },
  };
}

const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3600;

const goodClaims = ({ kind, issuer, audience }: IssuerRow, role: Role = 'GlobalAdministrator'): Claims => ({
  iss: issuer,
  aud: audience,
  exp: now() + HOUR,
  tid: OPERATORS_TENANT,
  oid: OPERATOR,
  name: 'Ada',
  scp: 'access_as_user',
  roles: [role],
  ...(kind === 'local' && { omd_tenants: ['*'] }),
});

const foreignClaims = (row: IssuerRow): Claims => ({
  ...goodClaims(row),
  tid: '11111111-2222-4333-8444-555555555555',
});

function sign(key: CryptoKey | Uint8Array, claims: Claims, { kid = KEY_ID, alg = 'RS256' } = {}): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(key);
}

async function forge(privateKey: CryptoKey, publicBytes: Uint8Array, good: Claims): Promise<TestIssuer['forgeries']> {
  const stranger = await generateKeyPair('RS256');
  const sameKeyRs512 = await importJWK(await exportJWK(privateKey), 'RS512');
  const altered = (claims: Claims) => sign(privateKey, { ...good, ...claims });
  return {
    expired: await altered({ exp: now() - HOUR }),
    'without expiry': await altered({ exp: undefined }),
    'not valid yet': await altered({ nbf: now() + HOUR }),
    'for another audience': await altered({ aud: 'api://another' }),
    'of another issuer': await altered({ iss: 'https://login.example/another' }),
    'without a person': await altered({ oid: undefined }),
    'without a home tenant': await altered({ tid: undefined }),
    'for another scope': await altered({ scp: 'Mail.Read' }),
    'with roles that are no list': await altered({ roles: 'GlobalAdministrator' }),
    'signed by a stranger': await sign(stranger.privateKey, good),
    'with an unknown key id': await sign(privateKey, good, { kid: 'no-such-key' }),
    'signed with another algorithm': await sign(sameKeyRs512, good, { alg: 'RS512' }),
    'signed with the public key as a secret': await sign(publicBytes, good, { alg: 'HS256' }),
    'without a signature': unsigned(good),
    'that is no token': 'a.b.c',
    'that is far too long': `${'a'.repeat(20_000)}.b.c`,
  };
}

function unsigned(claims: Claims): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none', kid: KEY_ID })}.${encode(claims)}.`;
}
