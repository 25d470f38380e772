import { boundedBody } from '../../gateway/bounded-body.ts';
import type { Answer, JsonObject } from './call.ts';
import { badRequest, GraphError } from './errors.ts';

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** The object that a request holds, or the error that says why it holds none. */
export async function jsonBody(request: Request): Promise<JsonObject | GraphError> {
  const text = await boundedBody(request, BODY_LIMIT_BYTES);
  if (text === undefined) return new GraphError(413, 'RequestEntityTooLarge', 'The body is at most 4 MB.');
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  return badRequest('Unable to read JSON request payload.');
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer as it goes out. */
export function respond({ status, headers = {}, body }: Answer, now: number): Response {
  const date = new Date(now).toUTCString();
  if (body === undefined) return new Response(null, { status, headers: { date, ...headers } });
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const type = isRaw ? {} : { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8' };
  return new Response(isRaw ? Buffer.from(body) : JSON.stringify(body), {
    status,
    headers: { date, ...type, ...headers },
  });
}
