import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { TokenRequest } from './token-request.ts';

/** Only tokens for trying out carry this audience, so no verifier set up for Entra takes them. */
export const LOCAL_AUDIENCE = 'omd-local';

/** Stands in every key id. A bundle that contains it carries the issuer, and must not be deployed. */
export const ISSUER_MARKER = 'omd-local-issuer';

export const TOKEN_LIFETIME_SECONDS = 3600;

/** Signs tokens with a key pair that lives and dies with the process. */
export interface Issuer {
  readonly keys: JSONWebKeySet;
  sign(person: TokenRequest): Promise<string>;
}

export async function openIssuer(url: string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const kid = `${ISSUER_MARKER}-${await calculateJwkThumbprint(jwk)}`;
  return {
    keys: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
    sign: (person) =>
      new SignJWT(claimsOf(person))
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuer(url)
        .setAudience(LOCAL_AUDIENCE)
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime(`${TOKEN_LIFETIME_SECONDS}s`)
        .setJti(randomUUID())
        .sign(privateKey),
  };
}

/** The names that Entra's version 2 access tokens use; `omd_tenants` is ours. */
function claimsOf({ name, role, tenants }: TokenRequest) {
  const [home] = tenants;
  return {
    ver: '2.0',
    tid: home === '*' ? OPERATORS_TENANT : home,
    oid: objectIdOf(name),
    name,
    preferred_username: `${name.toLowerCase().replaceAll(/\s+/g, '.')}@operators.example`,
    roles: [role],
    scp: 'access_as_user',
    omd_tenants: tenants,
  };
}

/** Home of those who operate every tenant. */
export const OPERATORS_TENANT = '00000000-0000-4000-8000-000000000001';

/** The same person has the same object id at every start: a version 5 UUID (RFC 9562) of the name. */
function objectIdOf(name: string): string {
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex'); // the RFC's namespace for URLs
  const hash = createHash('sha1').update(namespace).update(`urn:omd:person:${name}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
