import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BatchItem, BatchResult } from '../../shared/graph/call/batch.ts';
import { v1 } from '../../shared/graph/graph.ts';
import { openRoom, type Room } from './room.ts';
import type { Reply, Seen } from './stub.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const users = { target: v1('/users'), method: 'GET' } as const;
const once = { target: v1('/users/1/revokeSignInSessions'), method: 'POST', repeat: 'once', body: {} } as const;
const wall = { clock: { now: () => Date.now() } };

const UNCLEAR: readonly [string, Reply][] = [
  ['a redirection', { status: 302, headers: { location: 'https://login.example.net/' } }],
  ['a redirection that keeps the method', { status: 307, headers: { location: '/elsewhere' }, body: {} }],
  ['a success that carries an error', { body: { error: { code: 'generalException', message: 'no' } } }],
  ['half a JSON text', { body: '{"value": [{"id": "1"', headers: JSON_TYPE }],
  ['a page of HTML that says it is JSON', { body: '<html>busy</html>', headers: JSON_TYPE }],
  ['bytes that say they are compressed', { body: 'plain', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }],
  ['less than its length says', { body: '{}', headers: { ...JSON_TYPE, 'content-length': '5' }, broken: true }],
  ['503 and a page of HTML', { status: 503, body: '<html>', headers: { 'content-type': 'text/html' } }],
  ['504 and half a JSON text', { status: 504, body: '{"error', headers: JSON_TYPE }],
  ['502 and nothing', { status: 502 }],
  ['408', { status: 408, body: {} }],
];

describe.each(UNCLEAR)('an answer that is %s', (_, reply) => {
  test('leaves a write unknown, which is sent once', async () => {
    const room = await openRoom(() => reply);
    await expect(room.graph().send(once)).rejects.toMatchObject({ code: 'graph-outcome-unknown' });
    expect(room.stub.seen).toHaveLength(1);
  });

  test('fails a read for now, and not for good', async () => {
    const room = await openRoom(() => reply);
    await expect(room.graph().send(users)).rejects.toMatchObject({ retryable: true });
  });
});

test.each<[string, Reply]>([
  ['compressed', { body: gzipSync('{"value":[]}'), headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }],
  ['begun with a byte order mark', { body: '\uFEFF{"value":[]}', headers: JSON_TYPE }],
  ['without a type', { body: '{"value":[]}' }],
])('an answer that is %s is read', async (_, reply) => {
  const room = await openRoom(() => reply);
  expect((await room.graph().send(users)).body).toEqual({ value: [] });
});

test('an object with a property of the name error is an object', async () => {
  const body = { id: '1', error: { code: 'x', message: 'y' } };
  const room = await openRoom(() => ({ body }));
  expect((await room.graph().send(users)).body).toEqual(body);
});

describe('a token that is refused', () => {
  const CLAIMS = { 'www-authenticate': 'Bearer error="insufficient_claims", claims="eyJhIjp7fX0="' };

  test('with a claims challenge is asked for anew, and the write goes out', async () => {
    const room = await openRoom((_, count) => (count === 1 ? { status: 401, headers: CLAIMS } : { status: 202 }));
    expect((await room.graph().send(once)).status).toBe(202);
    expect(room.stub.seen).toHaveLength(2);
  });

  test('after another failure is asked for anew all the same', async () => {
    const statuses = [503, 401, 200];
    const answer = (_: Seen, count: number) => ({ status: statuses[count - 1] ?? 500, body: { value: [] } });
    const room = await openRoom(answer, 'health-monitor', wall);
    expect((await room.graph().send(users)).status).toBe(200);
  });

  test('twice ends the call, whatever lies between', async () => {
    const statuses = [401, 503, 401, 200];
    const answer = (_: Seen, count: number) => ({ status: statuses[count - 1] ?? 500, body: { value: [] } });
    const room = await openRoom(answer, 'health-monitor', wall);
    await expect(room.graph().send(users)).rejects.toMatchObject({ code: 'graph-permission-missing' });
    expect(room.stub.seen).toHaveLength(3);
  });
});

async function itemsOf(room: Room): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { items } of room.graph().pages(v1('/devices'))) all.push(...items);
  return all;
}

/** A collection whose links lead where `next` says; every page has one object, named by `id`. */
async function chain(next: (page: number) => number | undefined, id: (page: number) => string): Promise<Room> {
  let origin = '';
  const room = await openRoom(({ target }) => {
    const page = Number(new URL(target, origin).searchParams.get('$skiptoken') ?? 0);
    const to = next(page);
    const link = to !== undefined && { '@odata.nextLink': `${origin}/v1.0/devices?$skiptoken=${to}` };
    return { body: { value: [{ id: id(page) }], ...link } };
  });
  origin = room.stub.origin;
  return room;
}

test('links in a circle of any length, entered anywhere, end the walk after one round', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6 }), async (lead, length) => {
      const last = lead + length;
      const room = await chain((page) => (page === last ? lead + 1 : page + 1), String);
      await expect(itemsOf(room)).rejects.toMatchObject({ code: 'graph-paging-stuck' });
      expect(room.stub.seen).toHaveLength(last + 1);
    }),
    { numRuns: 8 },
  );
});

test('ever new links to the same objects end the walk, and objects that come twice do not', async () => {
  const stuck = await chain(
    (page) => page + 1,
    () => 'same',
  );
  await expect(itemsOf(stuck)).rejects.toMatchObject({ code: 'graph-paging-stuck' });
  expect(stuck.stub.seen).toHaveLength(3);
  const twice = await chain(
    (page) => (page < 5 ? page + 1 : undefined),
    (page) => String(Math.floor(page / 2)),
  );
  expect(await itemsOf(twice)).toHaveLength(6);
});

describe('a delta', () => {
  const expired = { status: 410, body: { error: { code: 'BadRequest', innerError: { code: 'resyncRequired' } } } };

  /** Three pages from the start or from an old link; the page that `isExpired` names expires. */
  async function rounds(isExpired: (at: string, count: number) => boolean, refusal: Reply = expired) {
    let origin = '';
    const room = await openRoom(({ target }, count) => {
      const at = new URL(target, origin).searchParams.get('$t') ?? '0';
      if (isExpired(at, count)) return refusal;
      const link = (t: string) => `${origin}/v1.0/devices/delta?$t=${t}`;
      const onward = at.endsWith('2')
        ? { '@odata.deltaLink': link('old0') }
        : { '@odata.nextLink': link(at.replace(/\d$/, (digit) => String(Number(digit) + 1))) };
      return { body: { value: [{ id: at }], ...onward } };
    });
    origin = room.stub.origin;
    return (link?: string) =>
      room.graph().deltaRound(v1('/devices/delta'), link && `${origin}/v1.0/devices/delta?$t=${link}`);
  }

  test.each(['old0', 'old1', 'old2'])('whose link %s has expired begins anew', async (bad) => {
    const round = await rounds((at) => at === bad);
    expect(await round('old0')).toMatchObject({ kind: 'full', objects: ['0', '1', '2'].map((id) => ({ id })) });
  });

  test.each<[string, Reply]>([
    ['410 and nothing', { status: 410 }],
    ['410 and a page of HTML', { status: 410, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['400 Directory_ExpiredPageToken', { status: 400, body: { error: { code: 'Directory_ExpiredPageToken' } } }],
    ['400 with the code inside', { status: 400, body: expired.body }],
    [
      '410 resyncChangesUploadDifferences',
      { status: 410, body: { error: { code: 'resyncChangesUploadDifferences' } } },
    ],
  ])('whose link is answered with %s begins anew', async (_, refusal) => {
    const round = await rounds((at) => at === 'old0', refusal);
    expect(await round('old0')).toMatchObject({ kind: 'full' });
  });

  test('that expires while all is read begins anew once, without what it had', async () => {
    const atFirst = await rounds((at, count) => at === '2' && count === 3);
    expect((await atFirst()).objects).toEqual(['0', '1', '2'].map((id) => ({ id })));
    const ever = await rounds((at) => at === '2');
    await expect(ever()).rejects.toMatchObject({ code: 'graph-resync-required' });
  });

  test('whose kept link leads elsewhere begins anew, and no token goes there', async () => {
    let origin = '';
    const room = await openRoom(() => ({
      body: { value: [], '@odata.deltaLink': `${origin}/v1.0/devices/delta?$t=1` },
    }));
    origin = room.stub.origin;
    const round = await room.graph().deltaRound(v1('/devices/delta'), 'https://graph.example.net/v1.0/devices/delta');
    expect(round.kind).toBe('full');
    expect(room.stub.seen.map(({ target }) => target)).toEqual(['/v1.0/devices/delta']);
  });
});

describe('a batch', () => {
  const asked = ({ body }: Seen) => (JSON.parse(body) as { requests: { id: string }[] }).requests;
  const deletions = (count: number): BatchItem[] =>
    Array.from({ length: count }, (_, n) => ({ id: String(n), method: 'DELETE', path: `/devices/${n}` }));
  const kindsOf = (results: ReadonlyMap<string, BatchResult>) => [...results.values()].map(({ kind }) => kind);

  test.each<[string, Reply]>([
    ['429', { status: 429, headers: { 'retry-after': '9' } }],
    ['403', { status: 403 }],
    ['400', { status: 400, body: { error: { code: 'BadRequest' } } }],
  ])('whose second twenty are answered with %s still tells what the first came to', async (_, reply) => {
    const room = await openRoom((seen, count) =>
      count === 1 ? { body: { responses: asked(seen).map(({ id }) => ({ id, status: 204 })) } } : reply,
    );
    const kinds = kindsOf(await room.graph({ lane: 'security' }).batch('v1.0', deletions(25)));
    expect(kinds).toEqual([...Array(20).fill('answered'), ...Array(5).fill('later')]);
  });

  test('of which nothing was done fails as a call does', async () => {
    const room = await openRoom(() => ({ status: 403 }));
    await expect(room.graph().batch('v1.0', deletions(25))).rejects.toMatchObject({ code: 'graph-permission-missing' });
  });

  test.each<[string, readonly unknown[]]>([
    ['two answers to one part', [204, 429].map((status) => ({ id: '0', status }))],
    ['two answers the other way', [429, 204].map((status) => ({ id: '0', status }))],
    ['a redirection', [{ id: '0', status: 302 }]],
    ['a success that carries an error', [{ id: '0', status: 200, body: { error: { code: 'generalException' } } }]],
    ['408', [{ id: '0', status: 408 }]],
    ['an answer to another part', [{ id: '7', status: 204 }]],
    ['an answer without a status', [{ id: '0' }]],
    ['null', [null]],
  ])('that holds %s leaves the part unknown, and does not send it again', async (_, responses) => {
    const room = await openRoom(() => ({ body: { responses } }));
    expect(kindsOf(await room.graph().batch('v1.0', deletions(1)))).toEqual(['unknown']);
    expect(room.stub.seen).toHaveLength(1);
  });
});
