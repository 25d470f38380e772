import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfterMs } from '../../shared/graph/budget/retry-after.ts';
import { isBlocked, LONGEST_GROWN_MS, refusedAgain, type Throttle } from '../../shared/graph/budget/throttle.ts';
import { isTryAgainAt, type TryAgainAt } from '../../shared/graph/errors.ts';
import { v1 } from '../../shared/graph/graph.ts';
import { caseData } from './cases.ts';
import { CONTOSO, FABRIKAM, openRoom, type Room } from './room.ts';

const users = { target: v1('/users'), method: 'GET' } as const;

async function notYet(call: Promise<unknown>): Promise<TryAgainAt> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isTryAgainAt(error)) throw new Error('The call was to wait.', { cause: error });
  return error;
}

/** Calls again each time the wait is over. */
async function waitsOf(room: Room, times: number): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 0; n < times; n++) {
    const begun = room.clock.now();
    const { at } = await notYet(room.graph({ lane: 'security' }).send(users));
    waits.push(at - begun);
    room.clock.jumpTo(at);
  }
  return waits;
}

test('F064: without Retry-After each wait is at least double the last, until the call goes through', async () => {
  const replies = caseData<{ status: number; headers?: Record<string, string> }[]>('F064-429-no-header');
  const room = await openRoom((_, count) => ({ ...replies[count - 1], body: { value: [] } }));
  const waits = await waitsOf(room, 5);
  expect(waits[0]).toBeGreaterThanOrEqual(2_000);
  for (let n = 1; n < waits.length; n++) expect(waits[n]).toBeGreaterThanOrEqual(2 * (waits[n - 1] ?? 0));
  expect((await room.graph().send(users)).status).toBe(200);
  expect(room.messages).toEqual([]);
});

test('F064: a tenant that is answered with 429 for a day is blocked, told of once, and probed by one call at a time', async () => {
  const room = await openRoom(({ headers }) => ({
    status: headers['client-request-id'] === 'fabrikam' ? 200 : 429,
    headers: { 'retry-after': '1' },
    body: { error: { code: 'BadRequest', message: 'FraudThrottled' }, value: [] },
  }));
  const end = room.clock.now() + 24 * 3_600_000;
  let calls = 0;
  while (room.clock.now() < end) {
    const errors = await Promise.all([1, 2, 3, 4].map(() => notYet(room.graph().send(users))));
    calls += errors.length;
    if (calls > 40) expect(errors.map(({ because }) => because)).toEqual(Array(4).fill('tenant-blocked'));
    room.clock.jumpTo(Math.max(...errors.map(({ at }) => at)));
  }
  expect(room.messages).toEqual(['tenant-blocked']);
  expect(room.stub.seen.length).toBeLessThan(24 * 12 + 30);
  expect(room.stub.seen.length).toBeLessThan(calls / 3);
  const other = room.graph({ tenantId: FABRIKAM, correlationId: 'fabrikam' });
  expect((await other.send(users)).status).toBe(200);
});

test('a block that ends is told of too, and a second one is news again', async () => {
  let blocked = true;
  const room = await openRoom(() => ({ status: blocked ? 429 : 200, body: { value: [] } }));
  await waitsOf(room, 8);
  blocked = false;
  await room.graph().send(users);
  blocked = true;
  await waitsOf(room, 8);
  expect(room.messages).toEqual(['tenant-blocked', 'tenant-unblocked', 'tenant-blocked']);
});

test('the block is on record with its beginning', async () => {
  const room = await openRoom(() => ({ status: 429 }));
  await waitsOf(room, 7);
  const { items } = await room.state.timeline(CONTOSO, 'graph-block', 'tenant', { limit: 10 });
  expect(items).toMatchObject([
    { record: { action: 'graph.tenant-blocked', detail: { throttleClasses: ['directory'] } } },
  ]);
});

test('what one instance learns of a throttle holds back the others, and other classes go on', async () => {
  const room = await openRoom(({ target }) => ({ status: target.includes('users') ? 429 : 200, body: { value: [] } }));
  await notYet(room.graph().send(users));
  const sent = room.stub.seen.length;
  const other = room.instance('health-monitor')();
  expect((await notYet(other.send(users))).because).toBe('throttled');
  expect(room.stub.seen).toHaveLength(sent);
  await other.send({ target: v1('/deviceManagement/managedDevices'), method: 'GET' });
});

test.each([
  ['7', 7_000],
  ['1.5', 1_500],
  ['0,5', 500],
  [' 3 ', 3_000],
  ['Mon, 02 Mar 2026 08:00:30 GMT', 30_000],
  ['999999999', 3_600_000],
  ['', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['Infinity', undefined],
  ['1e3', undefined],
  ['+5', undefined],
  ['in 2099', undefined],
  ['120, 120', undefined],
  ['2026-03-02T08:00:30Z', 30_000],
  ['Monday, 02-Mar-26 08:00:30 GMT', 30_000],
  ['Fri, 01 Jan 2100 00:00:00 GMT', 3_600_000],
  ['NaN', undefined],
  ['Mon, 02 Mar 2026 07:00:00 GMT', undefined],
])('a Retry-After of "%s" is taken as %s ms', (text, ms) => {
  const headers = new Headers({ 'retry-after': text, date: 'Mon, 02 Mar 2026 08:00:00 GMT' });
  expect(retryAfterMs(headers, Date.parse('2026-03-02T09:00:00Z'))).toBe(ms);
});

test('a Retry-After is never read as a negative, endless or broken wait', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,40}$/), fc.nat(2 ** 42), (text, now) => {
      const wait = retryAfterMs(new Headers({ 'retry-after': text }), now);
      if (wait !== undefined) expect(wait >= 1 && wait <= 3_600_000).toBe(true);
    }),
  );
});

test('however 429s come, the wait they ask for is kept, the own one never shrinks, and it stays bounded', () => {
  const answers = fc.array(
    fc.record({
      retryAfterMs: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }),
      dice: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(answers, (list) => {
      let now = 0;
      let throttle: Throttle | undefined;
      for (const answer of list) {
        const before = throttle;
        throttle = refusedAgain(throttle, { ...answer, sentAt: now, now });
        expect(throttle.until - now).toBeGreaterThanOrEqual(answer.retryAfterMs ?? 2_000);
        expect(throttle.growingMs).toBeGreaterThanOrEqual(before?.growingMs ?? 0);
        expect(throttle.growingMs).toBeLessThanOrEqual(LONGEST_GROWN_MS);
        now = throttle.until;
      }
      expect(isBlocked(throttle)).toBe(list.length >= 6);
    }),
  );
});

test('calls that were under way when a throttle began are one refusal, not many', () => {
  const first = refusedAgain(undefined, { sentAt: 0, now: 100, retryAfterMs: 5_000, dice: 0 });
  let throttle = first;
  for (let n = 0; n < 50; n++)
    throttle = refusedAgain(throttle, { sentAt: 50, now: 200, retryAfterMs: 6_000, dice: 0 });
  expect(throttle).toEqual({ ...first, until: 6_200 });
});

test('a short wait is slept through on the wall, and a driven clock is not slept on', async () => {
  const replies = (count: number) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '0.05' } } : { body: { value: [] } };
  const driven = await openRoom((_, count) => replies(count));
  expect((await notYet(driven.graph().send(users))).at).toBeGreaterThan(driven.clock.now());
  const wall = await openRoom((_, count) => replies(count), 'health-monitor', { clock: { now: () => Date.now() } });
  expect((await wall.graph().send(users)).status).toBe(200);
  expect(wall.stub.seen).toHaveLength(2);
});
