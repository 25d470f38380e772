import { openPlatform, type Platform } from '../../infra/local/driver/platform.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import type { Role } from '../../shared/contracts/http/roles.ts';

/** The product, driven, as people meet it. */
export interface Product {
  readonly platform: Platform;
  /** A person of a role, who may operate these tenants; `*` stands for all. */
  signIn(name: string, role: Role, tenants: readonly string[]): Promise<Person>;
}

export type Person = (method: string, path: string, options?: AskOptions) => Promise<Answer>;

export interface AskOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  /** Parsed, when it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export async function openProduct(start: number): Promise<Product> {
  const platform = await openPlatform(product, { start, processes: 'one' });
  return {
    platform,
    async signIn(name, role, tenants) {
      const authorization = `Bearer ${await tokenOf(platform.issuer, { name, role, tenants })}`;
      return (method, path, options) => ask(platform, authorization, method, path, options);
    },
  };
}

/** A token of the local issuer at this address. */
export async function tokenOf(issuer: string, person: object): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

async function ask(
  { fetch }: Platform,
  authorization: string,
  method: string,
  path: string,
  { body, headers }: AskOptions = {},
): Promise<Answer> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const request = new Request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization, ...json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await fetch(request);
  const text = await response.text();
  return { status: response.status, etag: response.headers.get('etag') ?? '', body: text ? JSON.parse(text) : {} };
}
