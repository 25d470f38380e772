import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Gateway, type GatewayOptions, type Health, openGateway, type Upstream } from './gateway.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

async function gateway(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const defaults = { port: { exactly: 0 }, upstreams: () => [], health: (): Health => ({ status: 'ok' }) } as const;
  const open = await openGateway({ ...defaults, ...options });
  opened.push(open);
  return open;
}

/** A service that answers below `/api/v1/devices`. */
async function service(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Upstream> {
  const server: Server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  opened.push({ close: () => server.closeAllConnections() ?? server.close() });
  return { ...devices, port: (server.address() as AddressInfo).port };
}

const devices: Upstream = {
  name: 'device-registration',
  port: undefined,
  serves: (_, path) => path.startsWith('/api/v1/devices'),
};

describe('a request to a service', () => {
  it('arrives as it was sent, with the address its caller used and the trace it belongs to', async () => {
    const upstream = await service((asked, response) => {
      const { headers, method, url } = asked;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ headers, method, url }));
    });
    const { url } = await gateway({ upstreams: () => [upstream] });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await fetch(`${url}/api/v1/devices/a%2Fb?ring=fast&ring=broad`, { headers: { traceparent } });
    expect(await response.json()).toMatchObject({
      method: 'GET',
      url: '/api/v1/devices/a%2Fb?ring=fast&ring=broad',
      headers: { traceparent, 'x-forwarded-host': new URL(url).host, 'x-forwarded-proto': 'http' },
    });
  });

  it('streams: the answer begins before the body has ended', async () => {
    const upstream = await service((asked, response) => {
      asked.once('data', (chunk) => response.write(`heard ${chunk}`));
      asked.once('end', () => response.end(', done'));
    });
    const { url } = await gateway({ upstreams: () => [upstream] });
    const sending = request(`${url}/api/v1/devices`, { method: 'POST' });
    sending.write('first');
    const answered = await new Promise<IncomingMessage>((resolve) => sending.once('response', resolve));
    const chunks = answered[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('heard first');
    sending.end();
    expect(String((await chunks.next()).value)).toBe(', done');
  });

  it('keeps status, headers and cookies of the answer', async () => {
    const upstream = await service((_, response) => {
      response.writeHead(409, { 'set-cookie': ['a=1', 'b=2'], etag: '"7"' }).end();
    });
    const { url } = await gateway({ upstreams: () => [upstream] });
    const response = await fetch(`${url}/api/v1/devices`);
    expect(response.status).toBe(409);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('etag')).toBe('"7"');
  });

  it('is told to come again while the service is down', async () => {
    const { url } = await gateway({ upstreams: () => [devices] });
    const response = await fetch(`${url}/api/v1/devices`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'service-unavailable' });
  });

  it('is told the same when the service dies before it answers', async () => {
    const upstream = await service((asked) => asked.socket.destroy());
    const { url } = await gateway({ upstreams: () => [upstream] });
    expect((await fetch(`${url}/api/v1/devices`)).status).toBe(503);
  });
});

describe('what the gateway answers itself', () => {
  it('a path that nobody declares is a problem that names it', async () => {
    const { url } = await gateway({ upstreams: () => [devices] });
    const response = await fetch(`${url}/api/v2/devices`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      code: 'unknown-path',
      detail: 'No service declares POST /api/v2/devices.',
    });
  });

  it('/healthz is 200 while every part is well and 503 when one is not', async () => {
    const state: { health: { status: 'ok' | 'degraded' } } = { health: { status: 'ok' } };
    const { url } = await gateway({ health: () => state.health });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    state.health = { status: 'degraded' };
    const response = await fetch(`${url}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'degraded' });
  });

  it('what is mounted answers at and below its path, and nowhere else', async () => {
    const open = await gateway();
    open.mount('/identity', async (asked) => Response.json([asked.method, await asked.text()]));
    const response = await fetch(`${open.url}/identity/token`, { method: 'POST', body: 'me' });
    expect(await response.json()).toEqual(['POST', 'me']);
    expect((await fetch(`${open.url}/identity`)).status).toBe(200);
    expect((await fetch(`${open.url}/identity2`)).status).toBe(404);
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '0.0.0.0:7071'])(
    'a request for %s is refused, whoever it reached',
    async (host) => {
      const { url } = await gateway();
      const status = await new Promise((resolve) =>
        request(`${url}/healthz`, { headers: { host } }, (answered) => resolve(answered.resume().statusCode)).end(),
      );
      expect(status).toBe(421);
    },
  );

  it.each(['localhost', '127.0.0.1:7071', '[::1]:7071'])('a request for %s is answered', async (host) => {
    const { url } = await gateway();
    const status = await new Promise((resolve) =>
      request(`${url}/healthz`, { headers: { host } }, (answered) => resolve(answered.resume().statusCode)).end(),
    );
    expect(status).toBe(200);
  });
});

describe('the files of the console', () => {
  async function consoleFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'console-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'index.html'), '<h1>Console</h1>');
    await writeFile(join(folder, 'app-8f3a2b1c.js'), 'start()');
    return folder;
  }

  it('a page address gets the console, whatever the page; a name with a hash may be kept for ever', async () => {
    const { url } = await gateway({ consoleFolder: await consoleFolder() });
    for (const path of ['/', '/devices/serial-7']) {
      const response = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
      expect(await response.text()).toBe('<h1>Console</h1>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
    const script = await fetch(`${url}/app-8f3a2b1c.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it.each(['/..%2f..%2fetc%2fpasswd.txt', '/%2e%2e/package.json', '/%00.js', '/%zz.js', '/missing.js'])(
    '%s is no file of the console',
    async (path) => {
      const { url } = await gateway({ consoleFolder: await consoleFolder() });
      expect((await fetch(url + path)).status).toBe(404);
    },
  );

  it('without a console the root lists the addresses', async () => {
    const { url } = await gateway({ upstreams: () => [devices] });
    expect(await (await fetch(url)).text()).toContain('/api/v1/device-registration/status');
  });
});

describe('the port', () => {
  it('is the next free one when nobody asked for it, and a refusal when somebody did', async () => {
    const taken = Number(new URL((await gateway()).url).port);
    const next = await gateway({ port: { from: taken } });
    expect(Number(new URL(next.url).port)).toBeGreaterThan(taken);
    await expect(gateway({ port: { exactly: taken } })).rejects.toMatchObject({ code: 'port-in-use' });
  });
});
