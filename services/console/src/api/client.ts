import { config } from '../app/config.ts';
import { signedIn } from '../auth/sign-in.ts';
import { serviceOf } from './service-of.ts';

/** A refusal of a service, as its problem document says it. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly correlationId: string | undefined;
  readonly detail: unknown;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body['detail'] ?? body['title'] ?? `The service answered ${status}.`));
    this.status = status;
    this.code = String(body['code'] ?? 'unknown');
    this.correlationId = typeof body['correlationId'] === 'string' ? body['correlationId'] : undefined;
    this.detail = body;
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a text or file as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Asks a service. Throws Problem for a refusal, TypeError when nobody answers. */
export async function ask<T>(path: string, sent: Sent = {}): Promise<T> {
  const response = await request(path, sent);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The same of a list; throws TypeError when the answer is none. */
export async function askList<List extends { readonly items: readonly unknown[] }>(
  path: string,
  sent: Sent = {},
): Promise<List> {
  const list = await ask<List | undefined>(path, sent);
  if (!Array.isArray(list?.items)) throw new TypeError('The answer is no list.');
  return list;
}

/** Who has not answered by then is taken for silent. What changes something may take longer, and is never given up. */
const PATIENCE_MS = 20_000;

/** The same, with the answer's headers. */
export async function request(path: string, { signal, ...sent }: Sent): Promise<Response> {
  if (sent.method !== undefined && sent.method !== 'GET') return send(path, sent);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new TypeError('No answer came.')), PATIENCE_MS);
  try {
    return await send(path, { ...sent, signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function send(path: string, { method = 'GET', body, headers = {}, signal }: Sent): Promise<Response> {
  const isRaw = typeof body === 'string' || body instanceof Blob;
  const address = path.startsWith('/api/') ? config().apis[serviceOf(path)] : '';
  const token = await signedIn().token();
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
      ...(method !== 'GET' && { 'idempotency-key': crypto.randomUUID() }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (response.ok || response.status === 304) return response;
  const text = await response.text();
  throw new Problem(response.status, parsed(text));
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return { title: text.slice(0, 200) };
  }
}

/** A query string of what is set. */
export function query(fields: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const set = Object.entries(fields).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined && entry[1] !== '',
  );
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}`;
}

/** Saves all rows of a list as a file, with the filters that are on. */
export async function download(path: string, name: string): Promise<void> {
  const response = await request(path, { headers: { accept: 'text/csv' } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
