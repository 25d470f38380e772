import type { Role } from '../../../shared/contracts/http/roles.ts';
import type { Stage } from '../driver/stage.ts';

/** Somebody who is signed in and asks the product, as a browser or a shell would. */
export type Person = (method: string, path: string, options?: AskOptions) => Promise<Answer>;

export interface AskOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly file?: { readonly type: string; readonly text: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  /** Parsed, when it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Identity {
  readonly name: string;
  readonly role: Role;
  /** Those they may operate; `*` stands for all. */
  readonly tenants: readonly string[];
}

/** Where people meet the product. */
export type Door = Pick<Stage, 'issuer' | 'fetch'>;

/** Signs in when it is first needed, and again when the token has run out. */
export function personAt(door: Door, identity: Identity): Person {
  let token: Promise<string> | undefined;
  return async (method, path, options) => {
    token ??= tokenOf(door.issuer, identity);
    const answer = await ask(door, await token, method, path, options);
    if (answer.status !== 401) return answer;
    token = tokenOf(door.issuer, identity);
    return ask(door, await token, method, path, options);
  };
}

/** A token of the local issuer at this address. */
export async function tokenOf(issuer: string, identity: object): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(identity),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

async function ask(
  door: Door,
  token: string,
  method: string,
  path: string,
  { body, file, headers }: AskOptions = {},
): Promise<Answer> {
  const content = file ?? (body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) });
  const request = new Request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(content && headersOf(content)), ...headers },
    ...(content && { body: content.text }),
  });
  const response = await door.fetch(request);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: isJson && text ? JSON.parse(text) : {},
  };
}

/** The length is told as by every client that knows it; routes refuse by it what is too long. */
export function headersOf({ type, text }: { readonly type: string; readonly text: string }): Record<string, string> {
  return { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) };
}
