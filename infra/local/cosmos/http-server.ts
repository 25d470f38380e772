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
    receive(request, (body) => void serve(request, response, body, handle).catch(() => response.destroy()));
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

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  body: string | undefined,
  handle: Handler,
): Promise<void> {
  if (body === undefined) return refuse(response, 413, 'RequestEntityTooLarge', 'Request size is too large');
  // Only a browser sends it, on behalf of some page; SDKs outside of one do not.
  if (request.headers.origin !== undefined) return refuse(response, 403, 'Forbidden', 'Web pages are not served.');
  const headers = request.headers as RequestHeaders;
  const answer = await handle({ method: request.method ?? 'GET', path: pathOf(request.url ?? '/'), headers, body });
  // Node adds the length of a body that comes in one piece.
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code, message }));
}

/** Hands on the body as text; undefined when it is larger than any that the service takes. */
function receive(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) {
    done(''); // at once: waiting for the end of nothing is a large part of a read
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // The rest is read and thrown away, so that the client gets to see the answer.
    if (size <= LIMITS.requestBytes) chunks.push(chunk);
  });
  request.on('end', () => done(size <= LIMITS.requestBytes ? textOf(chunks) : undefined));
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  return chunks.length === 1 && first ? first.toString('utf8') : Buffer.concat(chunks).toString('utf8');
}
