import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyAnswer, type HttpAnswer, type HttpCall } from './message.ts';

/** The host's limit of a request body, in bytes. */
const LARGEST_BODY = 100 * 1024 * 1024;

export type Handle = (call: HttpCall) => Promise<HttpAnswer>;

export interface HttpServer {
  readonly port: number;
  /** Takes no more connections; resolves when every answer is sent. */
  close(): Promise<void>;
  /** Breaks every connection at once. */
  destroy(): void;
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function listen(port: number, handle: Handle): Promise<HttpServer> {
  const server = createServer((request, response) => {
    // A connection that outlived the last answer would hold up the end.
    response.on('finish', () => server.listening || server.closeIdleConnections());
    void serve(request, response, handle);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server),
    destroy() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
}

async function serve(request: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> {
  try {
    send(response, request.method, await answer(request, handle));
  } catch {
    // The answer has headers that HTTP cannot carry, or the caller is gone.
    response.statusCode = 500;
    response.end();
  }
}

async function answer(request: IncomingMessage, handle: Handle): Promise<HttpAnswer> {
  if (declaredLength(request) > LARGEST_BODY) return emptyAnswer(413);
  const body = await readBody(request);
  return handle({ method: request.method ?? '', target: request.url ?? '/', headers: joinHeaders(request), body });
}

/** Only a declared length makes the host read the body: what comes in chunks arrives empty. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (declaredLength(request) === 0) return void request.resume();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function declaredLength(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? 0);
}

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const { 'transfer-encoding': _, ...headers } = request.headers;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function send(response: ServerResponse, method: string | undefined, { status, headers, body }: HttpAnswer): void {
  response.statusCode = status;
  for (const [name, value] of headers) response.appendHeader(name, value);
  const bodiless = status === 204 || status === 304;
  if (!bodiless) response.setHeader('content-length', body?.length ?? 0);
  response.end(bodiless || method === 'HEAD' ? undefined : body);
}
