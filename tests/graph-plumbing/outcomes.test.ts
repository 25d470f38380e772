import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BatchItem, BatchResult } from '../../shared/graph/call/batch.ts';
import { defender, v1 } from '../../shared/graph/graph.ts';
import { caseData } from './cases.ts';
import { openRoom } from './room.ts';
import type { Reply, Seen } from './stub.ts';

const IMPORT = '/deviceManagement/importedWindowsAutopilotDeviceIdentities';

const asked = (seen: Seen) => (JSON.parse(seen.body) as { requests: { id: string; url: string }[] }).requests;

const items = (ids: readonly string[], method: BatchItem['method'] = 'GET'): BatchItem[] =>
  ids.map((id) => ({ id, method, path: `/devices/${id}` }));

const statusesOf = (results: ReadonlyMap<string, BatchResult>) =>
  Object.fromEntries([...results].map(([id, result]) => [id, 'status' in result ? result.status : result.kind]));

test('F066: of a batch only the part that was refused goes again, after its own wait', async () => {
  const batch = caseData<{ responses: { id: string; status: number }[] }>('F066-batch');
  const room = await openRoom((seen, count) =>
    count === 1 ? { body: batch } : { body: { responses: asked(seen).map(({ id }) => ({ id, status: 200 })) } },
  );
  const begun = room.clock.now();
  const first = await room.graph().batch('v1.0', items(['1', '2', '3', '4', '5']));
  expect(statusesOf(first)).toEqual({ 1: 200, 2: 204, 3: 'later', 4: 200, 5: 'failed' });
  expect(first.get('5')).toMatchObject({ failure: { code: 'graph-not-found', retryable: false } });
  const later = first.get('3');
  const at = later?.kind === 'later' ? later.at : 0;
  expect(at - begun).toBeGreaterThanOrEqual(7_000);
  room.clock.jumpTo(at);
  expect(statusesOf(await room.graph().batch('v1.0', items(['3'])))).toEqual({ 3: 200 });
  expect(room.stub.seen.map((seen) => asked(seen).map(({ id }) => id))).toEqual([['1', '2', '3', '4', '5'], ['3']]);
});

test('F066: a part that is not answered is unknown, and is not sent again', async () => {
  const { responses } = caseData<{ responses: { id: string }[] }>('F066-batch');
  const room = await openRoom(() => ({ body: { responses: responses.filter(({ id }) => id !== '2' && id !== '3') } }));
  const results = await room.graph().batch('v1.0', items(['1', '2', '4', '5'], 'DELETE'));
  expect(results.get('2')).toEqual({ kind: 'unknown' });
  expect(room.stub.seen).toHaveLength(1);
});

test('whatever Graph makes of a batch, each part has one end and none that was done is sent again', async () => {
  const statuses = [200, 204, 404, 409, 429, 500, 504, undefined] as const;
  const plans = fc.array(fc.constantFrom(...statuses), { minLength: 1, maxLength: 45 });
  let plan: readonly (number | undefined)[] = [];
  const room = await openRoom((seen) => {
    const responses = asked(seen).flatMap(({ id }) => {
      const status = plan[Number(id)];
      return status === undefined ? [] : [{ id, status, headers: { 'Retry-After': '9' } }];
    });
    return { body: { responses: responses.reverse() } };
  });
  await fc.assert(
    fc.asyncProperty(plans, async (chosen) => {
      plan = chosen;
      room.clock.jumpTo(room.clock.now() + 3_600_000);
      const from = room.stub.seen.length;
      const results = await room
        .graph({ lane: 'security' })
        .batch('v1.0', items([...chosen.keys()].map(String), 'DELETE'));
      expect(results.size).toBe(chosen.length);
      const sent = room.stub.seen.slice(from).flatMap((seen) => asked(seen).map(({ id }) => id));
      expect(new Set(sent).size).toBe(sent.length);
      for (const [at, status] of chosen.entries()) {
        const result = results.get(String(at));
        if (!sent.includes(String(at))) expect(result?.kind).toBe('later');
        else if (status === undefined || status >= 500) expect(result?.kind).toBe('unknown');
        else if (status === 429) expect(result?.kind).toBe('later');
        else expect(result?.kind).toBe(status >= 400 ? 'failed' : 'answered');
      }
    }),
    { numRuns: 25 },
  );
});

test('a batch whose answer is lost leaves its writes unknown', async () => {
  const room = await openRoom(() => ({ broken: true }));
  expect(statusesOf(await room.graph().batch('v1.0', items(['1', '2'], 'PATCH')))).toEqual({
    1: 'unknown',
    2: 'unknown',
  });
  expect(room.stub.seen).toHaveLength(1);
});

test('F067: after a 504 the object is found by our own name, and is not made twice', async () => {
  const [post, list] = caseData<[{ status: number }, { value: { importId: string }[] }]>('F067-504');
  const room = await openRoom(({ method }) => (method === 'POST' ? { status: post.status } : { body: list }));
  const graph = room.graph();
  const outcome = await graph.perform({
    target: v1(IMPORT),
    method: 'POST',
    body: { importId: 'imp-77' },
    repeat: 'key',
    before: { kind: 'not-sent' },
    evidence: async () => {
      const { body } = await graph.send({ target: v1(IMPORT), method: 'GET' });
      return (body as typeof list).value.find(({ importId }) => importId === 'imp-77');
    },
  });
  expect(outcome).toMatchObject({ kind: 'confirmed', evidence: { id: 'x1', serialNumber: 'PF4FC001' } });
  expect(room.stub.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test.each([
  ['504', { status: 504 }],
  ['500', { status: 500 }],
  ['a connection that breaks off', { broken: true as const }],
  ['a page of HTML', { body: '<html>oops</html>', headers: { 'content-type': 'text/html' } }],
])(
  'an action whose answer is %s goes out once, and ends with a person when nothing shows it',
  async (_, reply: Reply) => {
    const room = await openRoom(() => reply);
    const intent = {
      target: v1('/deviceManagement/managedDevices/1/wipe'),
      method: 'POST' as const,
      repeat: 'act' as const,
      evidence: async () => undefined,
    };
    const sentAt = room.clock.now();
    expect(await room.graph().perform({ ...intent, before: { kind: 'not-sent' } })).toMatchObject({ kind: 'unclear' });
    const before = { kind: 'maybe-sent' as const, at: sentAt };
    room.clock.jumpTo(sentAt + 60_000);
    expect(await room.graph().perform({ ...intent, before })).toMatchObject({ kind: 'unclear' });
    room.clock.jumpTo(sentAt + 180_000);
    expect(await room.graph().perform({ ...intent, before })).toEqual({ kind: 'unknown' });
    expect(room.stub.seen).toHaveLength(1);
  },
);

test('what carries our own name is made anew once nobody can be behind any more', async () => {
  const room = await openRoom(() => ({ status: 201, body: { id: 'x1' } }));
  const sentAt = room.clock.now();
  room.clock.jumpTo(sentAt + 180_000);
  const outcome = await room.graph().perform({
    target: v1(IMPORT),
    method: 'POST',
    repeat: 'key',
    before: { kind: 'maybe-sent', at: sentAt },
    evidence: async () => undefined,
  });
  expect(outcome).toMatchObject({ kind: 'dispatched', answer: { status: 201 } });
});

test('a read that is answered with HTML, with nothing or not at all is a failure that says so', async () => {
  const clock = { now: () => Date.now() };
  for (const [reply, code] of [
    [{ body: '<html></html>', headers: { 'content-type': 'text/html' } }, 'graph-answer-unreadable'],
    [{ body: '' }, 'graph-answer-unreadable'],
    [{ body: '{"value": [', headers: { 'content-type': 'application/json' } }, 'graph-answer-unreadable'],
    [{ status: 503 }, 'graph-unavailable'],
    [{ broken: true as const }, 'graph-unavailable'],
  ] as const) {
    const room = await openRoom(() => reply, 'health-monitor', { clock });
    const call = room.graph().send({ target: v1('/users'), method: 'GET' });
    await expect(call).rejects.toMatchObject({ code, retryable: true });
    expect(room.stub.seen).toHaveLength(3);
  }
});

test('a token that is refused is asked for anew, once', async () => {
  let issued = 0;
  const room = await openRoom(
    ({ headers }) => (headers.authorization === 'Bearer token-2' ? { body: { value: [] } } : { status: 401 }),
    'health-monitor',
    {
      credentialFor: () => ({
        getToken: async () => ({ token: `token-${++issued}`, expiresOnTimestamp: Date.now() + 3_600_000 }),
      }),
    },
  );
  await room.graph().send({ target: v1('/users'), method: 'GET' });
  room.clock.jumpTo(room.clock.now() + 2 * 3_600_000);
  await expect(room.graph().send({ target: v1('/users'), method: 'GET' })).rejects.toMatchObject({
    code: 'graph-permission-missing',
  });
  expect(issued).toBe(4);
});

test('nothing is written while the product may only read, and the hosts hear nothing of it', async () => {
  const room = await openRoom(() => ({ body: {} }), 'health-monitor', { writesAllowed: false });
  const call = room.graph().send({ target: v1('/users/1'), method: 'PATCH', repeat: 'set', body: {} });
  await expect(call).rejects.toMatchObject({ code: 'graph-writes-not-allowed', retryable: false });
  await expect(room.graph().batch('v1.0', items(['1'], 'DELETE'))).rejects.toMatchObject({
    code: 'graph-writes-not-allowed',
  });
  expect(room.stub.seen).toEqual([]);
});

test("Intune's error within an error is read, and its inner address is not passed on", async () => {
  const message = JSON.stringify({
    _version: 3,
    Message: 'No such user - Activity ID: 1 - Url: https://fef.msua01.manage.microsoft.com/x',
  });
  const innerError = { 'request-id': 'r-1', date: '2026-03-02T08:00:00' };
  const room = await openRoom(() => ({ status: 400, body: { error: { code: 'BadRequest', message, innerError } } }));
  const call = room.graph().send({ target: v1('/deviceManagement/managedDevices/1'), method: 'GET' });
  await expect(call).rejects.toMatchObject({
    code: 'graph-request-refused',
    message: 'Microsoft answered 400: No such user - Activity ID: 1',
    facts: { status: 400, graphCode: 'BadRequest', requestId: 'r-1' },
  });
});

test('a write that another administrator has to approve waits for that, whatever status says so', async () => {
  for (const status of [400, 403, 412]) {
    const room = await openRoom(() => ({ status, headers: { 'x-msft-approval-code': 'code-1' }, body: {} }));
    const call = room.graph({ reason: 'ring 2 opens' }).send({
      target: v1('/deviceManagement/deviceConfigurations/1'),
      method: 'PATCH',
      repeat: 'set',
      body: {},
    });
    await expect(call).rejects.toMatchObject({ code: 'graph-approval-required', facts: { approvalCode: 'code-1' } });
    expect(room.stub.seen[0]?.headers['x-msft-approval-justification']).toBe('cmluZyAyIG9wZW5z');
  }
});

test('Defender is called below its own address, with what every call carries', async () => {
  const room = await openRoom(() => ({ body: { value: [] } }), 'security-alert-responder');
  await room.graph({ lane: 'security' }).send({ target: defender('/machines'), method: 'GET' });
  expect(room.stub.seen[0]).toMatchObject({
    target: '/api/machines',
    headers: {
      authorization: 'Bearer a-token',
      'client-request-id': 'correlation-1',
      'user-agent': 'open-managed-desktop/security-alert-responder',
    },
  });
});

test('what is left of the budget is to be seen', async () => {
  const room = await openRoom(() => ({ body: { value: [] } }));
  const left = async () =>
    (await room.graph().remaining()).find(({ throttleClass }) => throttleClass === 'intune-devices')?.limits[0];
  const whole = await left();
  expect(whole).toMatchObject({ counts: 'all', windowMs: 20_000, units: 500, remaining: 350 });
  await room.graph().send({ target: v1('/deviceManagement/managedDevices'), method: 'GET' });
  expect((await left())?.remaining).toBeLessThan(350);
});
