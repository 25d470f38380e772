import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Handler } from './handler.ts';
import { problemResponse } from './problem.ts';

/** Lets a fetch-style handler answer a request of `node:http`; bodies stream both ways. */
export function answer(request: IncomingMessage, response: ServerResponse, handle: Handler): void {
  respond(request, response, handle).catch(() => response.destroy());
}

async function respond(request: IncomingMessage, response: ServerResponse, handle: Handler): Promise<void> {
  const result = await attempt(request, handle);
  for (const [name, value] of result.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  const cookies = result.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(result.status);
  if (!result.body || request.method === 'HEAD') response.end();
  else await pipeline(Readable.fromWeb(result.body as ReadableStream), response);
}

async function attempt(request: IncomingMessage, handle: Handler): Promise<Response> {
  let asked: Request;
  try {
    asked = toRequest(request);
  } catch {
    return problemResponse({
      status: 400,
      code: 'bad-request',
      title: 'Bad request',
      detail: 'Neither path nor method can be read.',
    });
  }
  return handle(asked);
}

function toRequest(request: IncomingMessage): Request {
  const method = request.method ?? 'GET';
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`, {
    method,
    headers,
    ...(hasBody && { body: Readable.toWeb(request) as globalThis.ReadableStream, duplex: 'half' }),
  });
}
