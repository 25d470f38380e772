import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Bus, WorkOptions } from '../../shared/bus/bus.ts';
import type { Hint } from '../../shared/graph/notifications/item.ts';
import { type Received, type Receiver, receive } from '../../shared/graph/notifications/receive.ts';
import { expiryFor, stepByEvent, stepByTimer } from '../../shared/graph/notifications/renewal.ts';
import {
  clientStateHash,
  graphSubscription,
  type Subscription,
} from '../../shared/graph/notifications/subscription.ts';
import { openDatabase } from '../pipeline/ground.ts';
import { caseData } from './cases.ts';
import { CONTOSO, FABRIKAM, logLines } from './room.ts';

const SUBSCRIPTION = 'aaaaaaaa-2222-4333-8444-555555555555';
const HOUR = 3_600_000;

const subscription = (now: number): Subscription => ({
  resource: '/users',
  changeType: 'updated',
  clientStateHash: clientStateHash('secret-of-contoso'),
  createdAt: now,
  expiresAt: now + 28 * 24 * HOUR,
});

interface Hinted extends WorkOptions {
  readonly hint: Hint;
}

/** A receiver that knows one subscription of Contoso; its bus keeps what is new to it, as the real one does. */
async function openReceiver(enqueue?: Bus['enqueue']) {
  const ground = await openDatabase(['device-registration']);
  onTestFinished(() => ground.close());
  const state = ground.openState('device-registration');
  const hinted = new Map<string, Hinted>();
  const keep: Bus['enqueue'] = async (_, data, options) =>
    void hinted.set(JSON.stringify([options.tenantId, options.id]), { ...options, hint: data as Hint });
  const bus = { enqueue: enqueue ?? keep } as Bus;
  const lines = logLines();
  const receiver: Receiver = { state, bus, clock: ground.clock, log: lines.log, correlationId: 'c-1' };
  await state.change(
    graphSubscription,
    { tenantId: CONTOSO, id: SUBSCRIPTION },
    () => ({ state: subscription(ground.clock.now()) }),
    { actor: { kind: 'service', id: 'device-registration' } },
  );
  return { receiver, hinted, clock: ground.clock, ...lines };
}

const item = (changes: object = {}) => ({
  subscriptionId: SUBSCRIPTION,
  tenantId: CONTOSO,
  clientState: 'secret-of-contoso',
  changeType: 'updated',
  resource: 'users/1',
  resourceData: { id: '1', '@odata.etag': 'W/"1"' },
  ...changes,
});

const posted = (value: readonly unknown[]): Received => ({ query: {}, body: Buffer.from(JSON.stringify({ value })) });

test.each(['F071-validation', 'F072-validation-empty'])(
  '%s: a token is echoed as it is, decoded once',
  async (name) => {
    const { query } = caseData<{ query: string }>(name);
    const { receiver, hinted } = await openReceiver();
    const expected = name.startsWith('F072')
      ? 'foo'
      : 'Validation: Testing client application reachability for subscription Request-Id: 0f1e2d3c-0000-4000-8000-00000000f001';
    const received = { query: Object.fromEntries(new URLSearchParams(query)), body: new Uint8Array() };
    expect(await receive(receiver, received)).toEqual({ status: 200, text: expected });
    expect(hinted.size).toBe(0);
  },
);

test('F071: a token that looks like HTML is not touched', async () => {
  const { receiver } = await openReceiver();
  const received = { query: { validationToken: '<br/>"&' }, body: new Uint8Array() };
  expect(await receive(receiver, received)).toEqual({ status: 200, text: '<br/>"&' });
});

test('a notification becomes one hint, however often it comes, and carries no client state', async () => {
  const { receiver, hinted } = await openReceiver();
  for (let n = 0; n < 3; n++) expect(await receive(receiver, posted([item(), item()]))).toEqual({ status: 202 });
  expect([...hinted.values()].map(({ hint, tenantId }) => ({ hint, tenantId }))).toEqual([
    {
      tenantId: CONTOSO,
      hint: { subscriptionId: SUBSCRIPTION, changeType: 'updated', resource: 'users/1', objectId: '1' },
    },
  ]);
});

test('the next change of an object is a hint of its own', async () => {
  const { receiver, hinted, clock } = await openReceiver();
  await receive(receiver, posted([item(), item({ resourceData: { id: '1', '@odata.etag': 'W/"2"' } })]));
  expect(hinted.size).toBe(2);
  const unmarked = item({ resourceData: { id: '1' } });
  await receive(receiver, posted([unmarked]));
  clock.jumpTo(clock.now() + 61_000);
  await receive(receiver, posted([unmarked]));
  expect(hinted.size).toBe(4);
});

test('every item is judged by itself: what is forged, foreign or broken is dropped, and the others stay', async () => {
  const { receiver, hinted, messages } = await openReceiver();
  const genuine = item({ resource: 'users/genuine' });
  const bad = [
    item({ clientState: 'guess' }),
    item({ clientState: '' }),
    item({ clientState: undefined }),
    item({ tenantId: FABRIKAM }),
    item({ subscriptionId: 'bbbbbbbb-2222-4333-8444-555555555555' }),
    item({ tenantId: '../x' }),
    null,
    17,
    'text',
    [],
  ];
  const receipt = await receive(receiver, posted([...bad.slice(0, 5), genuine, ...bad.slice(5)]));
  expect(receipt).toEqual({ status: 202 });
  expect([...hinted.values()].map(({ hint }) => hint.resource)).toEqual(['users/genuine']);
  expect(messages).toEqual(['notifications dropped']);
});

test('in any mixture of genuine and forged items exactly the genuine ones are handed on', async () => {
  const { receiver, hinted } = await openReceiver();
  const forged = fc.string({ maxLength: 128 }).filter((text) => text !== 'secret-of-contoso');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(forged), { maxLength: 12 }), async (clientStates) => {
      hinted.clear();
      const values = clientStates.map((clientState, n) =>
        item({ resource: `users/${n}`, ...(clientState !== null && { clientState }) }),
      );
      expect(await receive(receiver, posted(values))).toEqual({ status: 202 });
      expect([...hinted.values()].map(({ hint }) => hint.resource).sort()).toEqual(
        clientStates.flatMap((clientState, n) => (clientState === null ? [`users/${n}`] : [])).sort(),
      );
    }),
    { numRuns: 40 },
  );
});

test('whatever is posted, the answer is none of a fault', async () => {
  const { receiver } = await openReceiver();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.constant('{"value":null}')), async (text) => {
      const { status } = await receive(receiver, { query: {}, body: Buffer.from(text) });
      expect([202, 400]).toContain(status);
    }),
  );
});

test('a bus that does not answer, or fails, has Graph send it again', async () => {
  const never = await openReceiver(() => new Promise(() => undefined));
  expect(await receive(never.receiver, posted([item()]))).toEqual({ status: 503 });
  const failing = await openReceiver(async () => Promise.reject(new Error('The bus is away.')));
  expect(await receive(failing.receiver, posted([item()]))).toEqual({ status: 503 });
});

test('F074: each word about a subscription leads to its step', () => {
  const events =
    caseData<{ lifecycleEvent: Parameters<typeof stepByEvent>[0]; minutesLater?: number }[]>('F074-lifecycle');
  let known = subscription(0);
  const steps = events.map(({ lifecycleEvent, minutesLater = 0 }) => {
    const now = HOUR + minutesLater * 60_000;
    const step = stepByEvent(lifecycleEvent, known, now);
    if (step.kind === 'reauthorise') known = { ...known, renewedAt: now };
    return step;
  });
  expect(steps).toEqual([
    { kind: 'reauthorise' },
    { kind: 'nothing' },
    { kind: 'create', catchUp: true },
    { kind: 'catch-up' },
  ]);
});

test('F074: a subscription that is gone without a word is made again, and what was missed is read', () => {
  expect(stepByTimer(subscription(0), false, HOUR)).toEqual({ kind: 'create', catchUp: true });
  expect(stepByTimer(subscription(0), true, 29 * 24 * HOUR)).toEqual({ kind: 'create', catchUp: true });
  expect(stepByTimer(undefined, false, HOUR)).toEqual({ kind: 'create', catchUp: false });
});

test('a subscription is renewed in the second half of its life, and never left to end', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('/users', 'users/x/messages', '/communications/presences/1'),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (resource, part) => {
        const expiresAt = expiryFor(resource, 0);
        const step = stepByTimer({ ...subscription(0), resource, expiresAt }, true, part * expiresAt);
        if (part > 0.5) expect(step).toEqual({ kind: 'renew' });
        if (part < 0.05) expect(step).toEqual({ kind: 'nothing' });
      },
    ),
  );
});
