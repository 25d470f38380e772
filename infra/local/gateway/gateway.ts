import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOCAL_CONFIG } from '../../../shared/contracts/http/console-config.ts';
import { pageHeaders } from '../../../shared/pages/page-headers.ts';
import { serveFile } from '../../../shared/pages/static-files.ts';
import type { Handler } from './handler.ts';
import { indexPage } from './index-page.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { answer } from './node-http.ts';
import { listen, type Port } from './port.ts';
import { problemResponse } from './problem.ts';
import { forward } from './proxy.ts';

/** A service behind the gateway. */
export interface Upstream {
  readonly name: string;
  /** Where it listens on the loopback; undefined while it is down. */
  readonly port: number | undefined;
  /** Whether the service declares a route for this. */
  serves(method: string, path: string): boolean;
}

/** How every part is, as `/healthz` tells it. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly [part: string]: unknown;
}

export interface GatewayOptions {
  readonly port: Port;
  readonly upstreams: () => Iterable<Upstream>;
  readonly health: () => Health;
  /** Folder of the console's files. Without it the root shows a plain list of addresses. */
  readonly consoleFolder?: string;
}

/** The one door of this machine: everything is reached through its port. */
export interface Gateway {
  /** Without a slash at the end, such as `http://127.0.0.1:7071`. */
  readonly url: string;
  /** Lets `handle` answer everything at and below `prefix`, such as `/identity`. */
  mount(prefix: string, handle: Handler): void;
  close(): Promise<void>;
}

/** @throws {PortInUse} when the port asked for is taken. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const mounted = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const to = destination(request, options, mounted);
    if (typeof to === 'function') answer(request, response, to);
    else forward(request, response, to);
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    mount: (prefix, handle) => void mounted.set(prefix, handle),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function destination(
  { headers, method = 'GET', url = '/' }: IncomingMessage,
  options: GatewayOptions,
  mounted: ReadonlyMap<string, Handler>,
): Handler | Upstream {
  if (!isLoopbackHost(headers.host)) return refuseHost;

  const path = url.replace(/\?.*/, '');
  if (path === '/healthz') return () => health(options.health());

  for (const [prefix, handle] of mounted) if (path === prefix || path.startsWith(`${prefix}/`)) return handle;

  for (const upstream of options.upstreams()) if (upstream.serves(method, path)) return upstream;

  return (request) => file(request, options);
}

async function file(request: Request, { consoleFolder, upstreams }: GatewayOptions): Promise<Response> {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads) return unknownPath(request);
  const { pathname } = new URL(request.url);
  if (pathname === '/config.json') return Response.json(LOCAL_CONFIG, { headers: { 'cache-control': 'no-store' } });
  const found = consoleFolder === undefined ? undefined : await serveFile(consoleFolder, request);
  if (found) return new Response(found.body, { headers: { ...found.headers, ...pageHeaders(LOCAL_CONFIG) } });
  return pathname === '/' ? indexPage([...upstreams()].map(({ name }) => name)) : unknownPath(request);
}

/** A page of another site whose name was made to point to the loopback (DNS rebinding) would come with that name. */
function refuseHost(): Response {
  return problemResponse({
    status: 421,
    code: 'unknown-host',
    title: 'Misdirected request',
    detail: 'This gateway answers to 127.0.0.1, [::1] and localhost alone.',
  });
}

function health(state: Health): Response {
  return Response.json(state, {
    status: state.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}

function unknownPath(request: Request): Response {
  return problemResponse({
    status: 404,
    code: 'unknown-path',
    title: 'Unknown path',
    detail: `No service declares ${request.method} ${new URL(request.url).pathname}.`,
  });
}
