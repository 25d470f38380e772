import { Agent, type IncomingMessage, request as open, type ServerResponse } from 'node:http';
import type { Upstream } from './gateway.ts';
import { answer } from './node-http.ts';
import { problemResponse } from './problem.ts';

const agent = new Agent({ keepAlive: true });

/** These speak of one connection and end with it (RFC 9110, 7.6.1); `expect` was answered by this server already. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];

/** Streams the request to the service and its answer back. */
export function forward(request: IncomingMessage, response: ServerResponse, { name, port }: Upstream): void {
  const unavailable = () => answer(request, response, () => comeAgain(name));
  if (port === undefined) {
    unavailable();
    return;
  }

  const onward = open({
    host: '127.0.0.1',
    port,
    agent,
    method: request.method,
    path: request.url,
    headers: { ...endToEnd(request.headers), ...forwarded(request) },
  });
  onward.on('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, endToEnd(answered.headers));
    answered.pipe(response);
    answered.on('error', () => response.destroy());
  });
  onward.on('error', () => (response.headersSent ? response.destroy() : unavailable()));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

function endToEnd<T extends IncomingMessage['headers']>(headers: T): T {
  const named = headers.connection?.toLowerCase().split(/\s*,\s*/) ?? [];
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name) && !named.includes(name));
  return Object.fromEntries(kept) as T;
}

/** What the front end of Azure Functions adds, so a service can name itself as its caller knows it. */
function forwarded({ headers, socket }: IncomingMessage): Record<string, string> {
  return {
    'x-forwarded-for': socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-host': headers.host ?? '127.0.0.1',
    'x-forwarded-proto': 'http',
  };
}

function comeAgain(name: string): Response {
  return problemResponse(
    {
      status: 503,
      code: 'service-unavailable',
      title: 'Service unavailable',
      detail: `The service ${name} is down; it is being started again.`,
    },
    { 'retry-after': '1' },
  );
}
