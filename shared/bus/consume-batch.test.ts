import { expect, test } from 'vitest';
import { deviceNamed } from '../../tests/pipeline/devices.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { Parked } from '../state/dead-letters.ts';
import type { State } from '../state/state.ts';
import type { Bus, Copy } from './bus.ts';
import { type Batch, consumeBatch, type InboxMessage } from './consume-batch.ts';
import { type ConsumerContext, handlerTable, on } from './handlers.ts';
import { MAX_ATTEMPTS } from './retry.ts';

function message(id: string, attempt = 0): InboxMessage {
  const body: CloudEvent = {
    specversion: '1.0',
    id,
    source: '/device-registration',
    subject: `device:${id}`,
    ...deviceNamed.event({ name: id }),
    time: '2026-03-02T08:00:00.000Z',
    datacontenttype: 'application/json',
    tenantid: 'contoso',
    sequence: 1,
    correlationid: id,
  };
  return { body, messageId: attempt === 0 ? id : `${id}:r${attempt}`, attempt };
}

interface Ground {
  readonly copies: Copy[];
  readonly parked: Parked[];
  readonly context: ConsumerContext;
}

/** A bus and a state that only note what they are given; `fails` names what they refuse. */
function openGround(fails: readonly ('sendCopy' | 'park')[] = []): Ground {
  const copies: Copy[] = [];
  const parked: Parked[] = [];
  const noting =
    <T>(name: 'sendCopy' | 'park', notes: T[]) =>
    async (note: T) => {
      if (fails.includes(name)) throw new Error(`${name} fails`);
      notes.push(note);
    };
  const bus = { sendCopy: noting('sendCopy', copies) } as unknown as Bus;
  const state = { park: noting('park', parked) } as unknown as State;
  return { copies, parked, context: { bus, state, clock: { now: () => 1_000_000 } } };
}

function consume(
  { context }: Ground,
  messages: readonly InboxMessage[],
  handle: (event: CloudEvent) => Promise<void>,
  more: Pick<Batch<ConsumerContext>, 'deadlineMs'> = {},
) {
  const handlers = handlerTable([on(deviceNamed, { handle })]);
  return consumeBatch({ messages, handlers, context, contextOf: () => context, ...more });
}

test('an unknown error is tried again later, under an id of its own', async () => {
  const ground = openGround();
  const report = await consume(ground, [message('a', 2)], () => Promise.reject(new Error('429')));
  expect(ground.copies).toMatchObject([{ event: { id: 'a' }, messageId: 'a:r3', attempt: 3 }]);
  expect(ground.copies[0]?.at).toBeGreaterThanOrEqual(1_000_000);
  expect(report.failures).toMatchObject([{ messageId: 'a:r2', outcome: 'retried' }]);
});

test('a refusal is not tried again, unless it says that the world may change', async () => {
  const ground = openGround();
  const refusals = { final: new Refusal('no', 'No.'), passing: new Refusal('later', 'Later.', { retryable: true }) };
  await consume(ground, [message('final'), message('passing')], async ({ id }) => {
    throw id === 'final' ? refusals.final : refusals.passing;
  });
  expect(ground.parked).toMatchObject([{ reason: 'refused', content: { id: 'final' } }]);
  expect(ground.copies).toMatchObject([{ event: { id: 'passing' } }]);
});

test('a wait is no failure: its copy keeps the attempt, and comes at the moment, a fraction rounded up', async () => {
  const ground = openGround();
  const notNow = Object.assign(new Error('Not now.'), { name: 'TryAgainAt', at: 2_000_000.25 });
  await consume(ground, [message('a', MAX_ATTEMPTS)], () => Promise.reject(notNow));
  expect(ground.copies).toMatchObject([{ messageId: 'a:r16:w2000001', attempt: MAX_ATTEMPTS, at: 2_000_001 }]);
  expect(ground.parked).toEqual([]);
});

test('after the last attempt a message waits for a person', async () => {
  const ground = openGround();
  await consume(ground, [message('a', MAX_ATTEMPTS)], () => Promise.reject(new Error('still no')));
  expect(ground.parked).toMatchObject([{ reason: 'exhausted', error: 'still no', attempt: MAX_ATTEMPTS }]);
});

test('when no copy can be sent, the message waits for a person', async () => {
  const ground = openGround(['sendCopy']);
  await consume(ground, [message('a')], () => Promise.reject(new Error('429')));
  expect(ground.parked).toMatchObject([{ reason: 'exhausted', error: '429' }]);
});

test('only when a message can be brought nowhere does the batch fail, after all others were done', async () => {
  const ground = openGround(['sendCopy', 'park']);
  const done: string[] = [];
  const batch = consume(ground, [message('a'), message('b'), message('c')], async ({ id }) => {
    if (id === 'a') throw new Error('429');
    done.push(id);
  });
  await expect(batch).rejects.toThrow('park fails');
  expect(done).toEqual(['b', 'c']);
});

test('what the deadline cuts off goes out as copies, and the batch succeeds', async () => {
  const ground = openGround();
  const messages = Array.from({ length: 20 }, (_, n) => message(`m${n}`));
  const begun: string[] = [];
  const report = await consume(
    ground,
    messages,
    ({ id }) => {
      begun.push(id);
      return new Promise(() => undefined);
    },
    { deadlineMs: 1 },
  );
  expect(begun).toHaveLength(16);
  expect(new Set(ground.copies.map(({ messageId }) => messageId))).toEqual(
    new Set(messages.map(({ messageId }) => `${messageId}:r1`)),
  );
  expect(report.handled).toBe(0);
});

test.each([
  null,
  'text',
  7,
  [],
  {},
  { specversion: '1.0' },
  { ...Object(message('a').body), subject: 'x'.repeat(10_000) },
])('a body that is no event (%#) is a dead letter', async (body) => {
  const ground = openGround();
  await consume(ground, [{ body, messageId: 'x', attempt: 0 }], async () => undefined);
  expect(ground.parked).toMatchObject([{ reason: 'malformed', content: { body } }]);
});

test('two handlers of one type are not accepted', () => {
  const handler = on(deviceNamed, { handle: async () => undefined });
  expect(() => handlerTable([handler, handler])).toThrow(TypeError);
});
