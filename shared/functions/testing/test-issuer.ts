import { type CryptoKey, createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Role } from '../../contracts/http/roles.ts';
import type { IssuerRow } from '../access/issuers.ts';
import { openTokenVerifier, type TokenVerifier } from '../access/tokens.ts';

export const OPERATORS_TENANT = '7f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b';
export const OPERATOR = 'b3a1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d';

type Claims = Readonly<Record<string, unknown>>;

/** An issuer for tests, that also makes every kind of token that must be refused. */
export interface TestIssuer {
  readonly row: IssuerRow;
  readonly verifyToken: TokenVerifier;
  /** A good token; `claims` change or add to it, undefined takes a claim away. */
  sign(role?: Role, claims?: Claims): Promise<string>;
  /** Tokens that look right and are not, by what is wrong with them. */
  forgeries(): Promise<Readonly<Record<string, string>>>;
}

export async function openTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'test-key', alg: 'RS256', use: 'sig' };
  const row: IssuerRow = {
    kind: 'entra',
    entraTenantId: OPERATORS_TENANT,
    audience: 'api://omd',
    issuer: `https://login.microsoftonline.com/${OPERATORS_TENANT}/v2.0`,
    jwksUri: 'https://login.microsoftonline.com/keys',
  };
  const keys = createLocalJWKSet({ keys: [publicJwk] });
  const good = (role: Role = 'GlobalAdministrator'): Claims => ({
    iss: row.issuer,
    aud: row.audience,
    exp: Math.floor(Date.now() / 1000) + 3600,
    tid: OPERATORS_TENANT,
    oid: OPERATOR,
    name: 'Ada',
    scp: 'access_as_user',
    roles: [role],
  });
  const signWith = (key: CryptoKey | Uint8Array, claims: Claims, kid = 'test-key', alg = 'RS256') =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(key);

  return {
    row,
    verifyToken: openTokenVerifier([row], () => keys),
    sign: (role, claims) => signWith(privateKey, { ...good(role), ...claims }),
    async forgeries() {
      const stranger = (await generateKeyPair('RS256')).privateKey;
      const publicBytes = new TextEncoder().encode(JSON.stringify(publicJwk));
      const yesterday = Math.floor(Date.now() / 1000) - 86_400;
      const sign = (claims: Claims) => signWith(privateKey, { ...good(), ...claims });
      return {
        expired: await sign({ exp: yesterday }),
        'without expiry': await sign({ exp: undefined }),
        'not valid yet': await sign({ nbf: yesterday + 2 * 86_400 }),
        'for another audience': await sign({ aud: 'api://another' }),
        'of another issuer': await sign({ iss: 'https://login.example/another' }),
        'without a person': await sign({ oid: undefined }),
        'without a home tenant': await sign({ tid: undefined }),
        'of another home tenant': await sign({ tid: '11111111-2222-4333-8444-555555555555' }),
        'for another scope': await sign({ scp: 'Mail.Read' }),
        'with roles that are no list': await sign({ roles: 'GlobalAdministrator' }),
        'signed by a stranger': await signWith(stranger, good()),
        'with an unknown key id': await signWith(privateKey, good(), 'no-such-key'),
        'signed with the public key as a secret': await signWith(publicBytes, good(), 'test-key', 'HS256'),
        'without a signature': unsigned(good()),
        'that is no token': 'a.b.c',
        'that is far too long': `${'a'.repeat(20_000)}.b.c`,
      };
    },
  };
}

function unsigned(claims: Claims): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none', kid: 'test-key' })}.${encode(claims)}.`;
}
