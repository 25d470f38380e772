import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  /** Path and query, byte by byte. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, unless it is a text or bytes. */
  readonly body?: unknown;
  /** The connection breaks off instead. */
  readonly broken?: true;
}

export interface Stub {
  readonly origin: string;
  readonly seen: readonly Seen[];
}

/** An HTTP server that answers as the test says, for the time of the test. */
export async function openStub(answer: (seen: Seen, count: number) => Reply | Promise<Reply>): Promise<Stub> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const arrived = { method: request.method ?? '', target: request.url ?? '', headers: request.headers, body };
    seen.push(arrived);
    write(response, await answer(arrived, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function write(response: ServerResponse, { status = 200, headers = {}, body, broken }: Reply): void {
  if (broken) return void response.destroy();
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  response.writeHead(status, {
    ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
    ...headers,
  });
  response.end(isText || body === undefined ? body : JSON.stringify(body));
}
