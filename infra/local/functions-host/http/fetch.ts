import type { HttpAnswer, HttpCall } from './message.ts';

/** A call out of a Fetch API request. */
export async function callOf(request: Request): Promise<HttpCall> {
  const { host, pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  return {
    method: request.method,
    target: `${pathname}${search}`,
    headers: { host, ...Object.fromEntries(request.headers) },
    body: body.length > 0 ? body : undefined,
  };
}

/** A Fetch API response out of an answer. */
export function responseOf({ status, headers, body }: HttpAnswer): Response {
  const bodiless = status === 204 || status === 205 || status === 304;
  const list = headers.map(([name, value]): [string, string] => [name, value]);
  return new Response(bodiless || !body ? null : Buffer.from(body), { status, headers: list });
}
