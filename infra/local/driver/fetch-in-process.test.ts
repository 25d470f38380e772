import { describe, expect, it } from 'vitest';
import type { Handler } from '../gateway/handler.ts';
import { fetchInProcess } from './fetch-in-process.ts';

const ORIGIN = 'http://127.0.0.1:40000';
const others: typeof fetch = async (input) => new Response(`elsewhere: ${String(input)}`);
const fetchOf = (handle: Handler) => fetchInProcess({ origin: ORIGIN, handle }, others);

describe('fetch in one process', () => {
  it('hands the request over with method, headers and body', async () => {
    const seen: string[] = [];
    const fetch = fetchOf(async (request) => {
      seen.push(`${request.method} ${request.url} ${request.headers.get('x-name')} ${await request.text()}`);
      return new Response(null, { status: 204 });
    });
    const { status } = await fetch(`${ORIGIN}/v1.0/users`, { method: 'POST', headers: { 'x-name': 'a' }, body: '{}' });
    expect({ status, seen }).toEqual({ status: 204, seen: [`POST ${ORIGIN}/v1.0/users a {}`] });
  });

  it('leaves all other addresses alone, those that only begin the same among them', async () => {
    const fetch = fetchOf(() => new Response('here'));
    for (const address of ['http://127.0.0.1:4000/', `${ORIGIN}1/`, `${ORIGIN}@example.org/`])
      expect(await (await fetch(address)).text()).toBe(`elsewhere: ${address}`);
  });

  it('fails as a connection that breaks, when the handler throws', async () => {
    const cause = new Error('cut');
    const broken = fetchOf(() => Promise.reject(cause))(`${ORIGIN}/`);
    await expect(broken).rejects.toMatchObject({ name: 'TypeError', message: 'fetch failed', cause });
  });

  it('waits no longer than its signal lets it', async () => {
    const stop = new AbortController();
    const fetch = fetchOf(() => new Promise<never>(() => undefined));
    const waiting = fetch(`${ORIGIN}/`, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(fetch(`${ORIGIN}/`, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
