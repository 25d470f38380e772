import { type Door, tokenOf } from '../../infra/local/story/person.ts';
import { type Caller, TENANTS, type Tenant } from './load.ts';

/** An answer of the product, as its caller keeps it. */
export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The people of a run. */
export interface Callers {
  tenantId(tenant: Tenant): string;
  /** Of the token, as the product notes it. */
  objectId(caller: Caller): string;
  call(caller: Caller, request: Request): Promise<Answer>;
}

/** The tenants of a seed. Those of different seeds never meet. */
export const tenantIdsOf = (seed: number): string[] => TENANTS.map((tenant) => tenantIdOf(seed, tenant));

const tenantIdOf = (seed: number, tenant: Tenant): string =>
  `${seed.toString(16).padStart(8, '0')}-0000-4000-8000-00000000000${tenant}`;

/** Signs in those who run the product and the operators of each tenant. */
export async function signIn(door: Door, seed: number): Promise<Callers> {
  const tenantId = (tenant: Tenant) => tenantIdOf(seed, tenant);
  const tokens = new Map<Caller, string>();
  tokens.set('platform', await tokenOf(door.issuer, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] }));
  for (const tenant of TENANTS) {
    const person = { name: `Operator ${tenant}`, role: 'ServiceAdministrator', tenants: [tenantId(tenant)] };
    tokens.set(tenant, await tokenOf(door.issuer, person));
  }
  return {
    tenantId,
    objectId: (caller) => claimsOf(tokens.get(caller) ?? '').oid,
    call: (caller, request) => call(door, tokens.get(caller) ?? '', request),
  };
}

function claimsOf(token: string): { readonly oid: string } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

async function call({ issuer, fetch }: Door, token: string, { method, path, headers, body }: Request): Promise<Answer> {
  const text = body && JSON.stringify(body);
  const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  const request = new Request(new URL(path, issuer), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...length, ...headers },
    ...(text !== undefined && { body: text }),
  });
  const response = await fetch(request);
  const answered = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? undefined,
    body: answered ? JSON.parse(answered) : {},
  };
}
