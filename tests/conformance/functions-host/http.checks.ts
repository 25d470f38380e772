import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { checks } from './checks.ts';
import type { OpenedApp } from './environment.ts';

export const routing = checks('routing', {
  'takes the first route in order of function names, whatever their case, with no ranking by specificity': async ({
    open,
  }) => {
    const app = await open('routes');
    assert.deepEqual(await json(app, 'items/special'), { function: 'b-items', params: { id: 'special' } });
    const { host } = app;
    assert.deepEqual(host.functions.map(({ name }) => name).slice(0, 4), [
      'a-people',
      'answers',
      'b-items',
      'C-special',
    ]);
  },
  'says at load which route can never be reached, method by method': async ({ open }) => {
    const { host, get } = await open('routes');
    assert.equal(host.warnings.length, 1);
    assert.match(host.warnings[0] ?? '', /"C-special": GET \/items\/special is never reached.*"b-items"/);
    assert.equal((await get('items/special', { method: 'DELETE' })).status, 200);
  },
  'answers 404 to a path that no route fits': async ({ open }) => {
    assert.equal((await (await open('routes')).get('nowhere')).status, 404);
  },
  'answers 404 to a method that the function does not take, HEAD and OPTIONS among them': async ({ open }) => {
    const { get } = await open('routes');
    for (const method of ['DELETE', 'HEAD', 'OPTIONS']) assert.equal((await get('people/1', { method })).status, 404);
  },
  'takes literals without regard to case and allows a trailing slash': async ({ open }) => {
    const app = await open('routes');
    assert.deepEqual((await json(app, 'PEOPLE/1/'))['params'], { id: '1' });
  },
  'answers 404 to an empty segment': async ({ open }) => {
    const { get } = await open('routes');
    assert.equal((await get('people//1')).status, 404);
    assert.equal((await get('/people/1')).status, 404);
  },
  'hands parameters over as text, decoded but for an encoded slash': async ({ open }) => {
    const app = await open('routes');
    assert.deepEqual(await json(app, 'files/a%20b/c%2Fd'), { path: 'a b/c%2Fd' });
  },
  'reads an int as .NET does: a sign and leading zeros are fine, more than 32 bits are not': async ({ open }) => {
    const app = await open('routes');
    for (const id of ['+7', '-7', '007', '2147483647'])
      assert.deepEqual((await json(app, `people/${id}`))['params'], { id });
    for (const id of ['7a', '2147483648', '1.5', '']) assert.equal((await app.get(`people/${id}`)).status, 404, id);
  },
  'falls through to the next route when a constraint does not hold': async ({ open }) => {
    const app = await open('routes');
    assert.deepEqual(await json(app, 'numbered/9'), { kind: 'number', id: '9' });
    assert.deepEqual(await json(app, 'numbered/10'), { kind: 'name', name: '10' });
  },
  'leaves an optional parameter out when the path does': async ({ open }) => {
    const app = await open('routes');
    assert.deepEqual((await json(app, 'people/1/history'))['params'], { id: '1', tab: 'history' });
    assert.deepEqual((await json(app, 'people/1'))['params'], { id: '1' });
  },
  'gives a catch-all parameter the rest of the path': async ({ open }) => {
    const app = await open('routes');
    assert.deepEqual(await json(app, 'files/a/b/c.txt'), { path: 'a/b/c.txt' });
    assert.equal((await app.get('files')).status, 200);
  },
  'splits a segment at its literals': async ({ open }) => {
    assert.deepEqual(await json(await open('routes'), 'pictures/a.b.png'), { name: 'a.b', extension: 'png' });
  },
  'routes a function without a route by its name': async ({ open }) => {
    assert.equal(await (await (await open('routes')).get('unrouted')).text(), 'by its name');
  },
  'puts every route under "api" unless host.json names another prefix': async ({ open }) => {
    const byDefault = await open('routes', { hostJson: { version: '2.0' } });
    assert.equal((await byDefault.get('api/unrouted')).status, 200);
    assert.equal((await byDefault.get('unrouted')).status, 404);
    const named = await open('routes', {
      hostJson: { version: '2.0', extensions: { http: { routePrefix: 'v1/own' } } },
    });
    assert.equal((await named.get('v1/own/unrouted')).status, 200);
  },
});

export const requests = checks('requests', {
  'joins the values of a repeated query key with a comma': async ({ open }) => {
    assert.deepEqual((await json(await open('routes'), 'echo?a=1&b=x&a=2'))['query'], { a: '1,2', b: 'x' });
  },
  'keeps the bytes of a body': async ({ open }) => {
    const body = new Uint8Array([0, 255, 128, 10, 13]);
    const app = await open('routes');
    const response = await app.get('echo', { method: 'POST', body });
    assert.deepEqual(((await response.json()) as { bytes: number[] }).bytes, [...body]);
  },
  'hands over an empty body when it comes in chunks without a length': async ({ open }) => {
    const { host } = await open('routes');
    const answer = await raw(
      await host.listen(0),
      'POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    );
    assert.match(answer, /"bytes":\[\]/);
  },
  'reads a body over a socket when its length is told': async ({ open }) => {
    const { host } = await open('routes');
    const answer = await raw(
      await host.listen(0),
      'POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc',
    );
    assert.match(answer, /"bytes":\[97,98,99\]/);
  },
  'refuses a body of more than 100 MB unread': async ({ open }) => {
    const { host } = await open('routes');
    const answer = await raw(
      await host.listen(0),
      'POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 104857601\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 413 /);
  },
  'answers 404 to a path that begins with two slashes, over a socket too': async ({ open }) => {
    const { host } = await open('routes');
    assert.match(
      await raw(await host.listen(0), 'GET //unrouted HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'),
      /^HTTP\/1.1 404 /,
    );
  },
  'opens a span of its own under the trace of the caller': async ({ open }) => {
    const app = await open('routes');
    const caller = '00-11111111111111111111111111111111-2222222222222222-01';
    const { traceParent, traceState } = await json(app, 'echo', {
      headers: { traceparent: caller, tracestate: 'vendor=1' },
    });
    assert.match(String(traceParent), /^00-11111111111111111111111111111111-(?!2222222222222222)[0-9a-f]{16}-01$/);
    assert.equal(traceState, 'vendor=1');
  },
  'begins a new trace when the caller has none, or one that cannot be read': async ({ open }) => {
    const app = await open('routes');
    const { traceParent } = await json(app, 'echo', { headers: { traceparent: 'nonsense' } });
    assert.match(String(traceParent), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  },
  'has no trigger metadata for HTTP': async ({ open }) => {
    assert.equal((await json(await open('routes'), 'echo'))['hasTriggerMetadata'], false);
  },
});

export const responses = checks('responses', {
  'answers 204 when the function returns nothing': async ({ open }) => {
    const { get } = await open('routes');
    for (const kind of ['undefined', 'null']) assert.equal((await get(`answers/${kind}`)).status, 204);
  },
  'answers 500 without a body when the function throws': async ({ open }) => {
    const { get, log } = await open('routes');
    await assertFailed(await get('answers/throws'));
    assert.ok(log.some(({ level, message }) => level === 'error' && message.includes('the handler failed')));
  },
  'answers 500 without a body when the function returns a text or a number': async ({ open }) => {
    const { get } = await open('routes');
    await assertFailed(await get('answers/text'));
    await assertFailed(await get('answers/number'));
  },
  'keeps the bytes and headers of an answer': async ({ open }) => {
    const response = await (await open('routes')).get('answers/bytes');
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [0, 255, 128]);
  },
  'sends JSON with its type, status and own headers': async ({ open }) => {
    const response = await (await open('routes')).get('answers/json');
    assert.deepEqual(
      [response.status, response.headers.get('content-type'), response.headers.get('x-own')],
      [201, 'application/json', 'header'],
    );
    assert.deepEqual(await response.json(), { ok: true });
  },
  'takes a whole HttpResponse': async ({ open }) => {
    const response = await (await open('routes')).get('answers/response');
    assert.deepEqual([response.status, await response.text()], [202, 'accepted']);
  },
  'sends no body with 204': async ({ open }) => {
    const { host } = await open('routes');
    const answer = await raw(
      await host.listen(0),
      'GET /answers/no-content HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 204 [\s\S]*\r\n\r\n$/);
  },
  'sends each cookie with its attributes': async ({ open }) => {
    const response = await (await open('routes')).get('answers/cookies');
    assert.deepEqual(response.headers.getSetCookie(), [
      'plain=a%20b',
      'full=x; max-age=60; domain=d.test; path=/p; secure; samesite=strict; httponly',
    ]);
  },
  'answers 500 when HTTP cannot carry the headers': async ({ open }) => {
    const { host } = await open('routes');
    const answer = await raw(
      await host.listen(0),
      'GET /answers/unsendable HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 500 /);
  },
  'fails the invocation when the value of a cookie is not text': async ({ open }) => {
    await assertFailed(await (await open('routes')).get('answers/wrong-cookie'));
  },
});

async function json({ get }: OpenedApp, path: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const response = await get(path, init);
  assert.equal(response.status, 200, path);
  return (await response.json()) as Record<string, unknown>;
}

async function assertFailed(response: Response): Promise<void> {
  assert.deepEqual([response.status, await response.text()], [500, '']);
}

/** Sends bytes as they are and answers what comes back until the connection ends. */
async function raw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(request);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}
