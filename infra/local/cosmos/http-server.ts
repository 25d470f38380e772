import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LIMITS } from './limits.ts';
import type { Handler, RequestHeaders } from './protocol.ts';

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on the loopback address alone. Port 0 takes a free one. */
export async function listen(port: number, handle: Handler): Promise<HttpServer> {
  const server = createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
    serve(request, response, handle).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, handle: Handler): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413, 'RequestEntityTooLarge', 'Request size is too large');
  // Only a browser sends it, on behalf of some page; SDKs outside of one do not.
  if (request.headers.origin !== undefined) return refuse(response, 403, 'Forbidden', 'Web pages are not served.');
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const headers = request.headers as RequestHeaders;
  const answer = await handle({ method: request.method ?? 'GET', path, headers, body });
  const length = { 'content-length': Buffer.byteLength(answer.body) };
  response.writeHead(answer.status, { ...answer.headers, ...length }).end(answer.body);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code, message }));
}

/** The body as text; undefined when it is larger than any that the service takes. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // The rest is read and thrown away, so that the client gets to see the answer.
    if (size <= LIMITS.requestBytes) chunks.push(chunk);
  }
  return size <= LIMITS.requestBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}
