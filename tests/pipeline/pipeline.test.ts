import { afterEach, beforeEach, expect, test } from 'vitest';
import { discard, replay, replayMany } from '../../shared/bus/dead-letters.ts';
import { drainPlatformDeadLetters } from '../../shared/bus/drain.ts';
import { MAX_ATTEMPTS } from '../../shared/bus/retry.ts';
import type { CloudEvent } from '../../shared/contracts/events/cloud-event.ts';
import { deadLetter, deadLetterList } from '../../shared/state/dead-letters.ts';
import { admin, countNames, deviceCopy, deviceNamed, keepCopy, nameDevice, tally } from './devices.ts';
import { type Ground, openGround, type ServiceGround } from './ground.ts';

let ground: Ground;
let registration: ServiceGround;

beforeEach(async () => {
  ground = await openGround(['device-registration', 'health-monitor', 'ticket-router']);
  registration = ground.openService('device-registration');
});
afterEach(() => ground.close());

const counter = () => ground.openService('health-monitor', { handlers: [countNames] });

async function countOf({ state }: ServiceGround, id: string): Promise<number | undefined> {
  return (await state.load(tally, 'contoso', `device:${id}`))?.state.count;
}

async function nameOf({ state }: ServiceGround, id: string): Promise<string | undefined> {
  return (await state.load(deviceCopy, 'contoso', `device:${id}`))?.state.name;
}

/** The events of a device as they were published. */
async function eventsOf(id: string): Promise<CloudEvent[]> {
  const { items } = await registration.state.timeline('contoso', 'device', id, {});
  return items.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : [])).reverse();
}

test('what one service decides reaches the state of another', async () => {
  const copies = ground.openService('ticket-router', { handlers: [keepCopy] });
  await nameDevice(registration.state, 'd1', 'LAPTOP-1', { expect: 'new' });
  await registration.feed();
  await copies.consume();
  expect(await nameOf(copies, 'd1')).toBe('LAPTOP-1');
});

test('a creation and a warm change are one Cosmos request each, on both sides', async () => {
  const copies = ground.openService('ticket-router', { handlers: [keepCopy] });
  let requests = 0;
  const client = ground.cosmos.httpClient;
  const send = client.sendRequest;
  const isDocumentRequest = (url: string) => /\/docs/.test(url);
  client.sendRequest = (request) => {
    if (isDocumentRequest(request.url)) requests++;
    return send.call(client, request);
  };
  const counted = async (work: () => Promise<unknown>) => {
    requests = 0;
    await work();
    return requests;
  };
  expect(await counted(() => nameDevice(registration.state, 'd1', 'LAPTOP-1', { expect: 'new' }))).toBe(1);
  expect(await counted(() => nameDevice(registration.state, 'd1', 'LAPTOP-2'))).toBe(1);
  await registration.feed();
  expect(await counted(() => copies.consume())).toBe(1);
  await nameDevice(registration.state, 'd1', 'LAPTOP-3');
  await registration.feed();
  expect(await counted(() => copies.consume())).toBe(1);
});

test('published twice, an event is one message', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  await ground
    .feed('device-registration')
    .read((documents) => registration.state.feedPage(documents, registration.bus.publish));
  expect(ground.broker.count('health-monitor').active).toBe(1);
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(1);
});

test('delivered again under another message id, an event counts once', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  await counts.consume();
  const [event] = await eventsOf('d1');
  if (event) await counts.bus.sendCopy({ event, messageId: 'another', attempt: 0 });
  expect(await counts.consume()).toMatchObject([{ handled: 1 }]);
  expect(await countOf(counts, 'd1')).toBe(1);
});

test('a duplicate does not swallow its neighbour in the group', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  await counts.consume();
  const [known] = await eventsOf('d1');
  if (known) await counts.bus.sendCopy({ event: known, messageId: 'duplicate', attempt: 0 });
  await nameDevice(registration.state, 'd1', 'LAPTOP-2');
  await registration.feed();
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(2);
});

test('an older event that comes late changes nothing', async () => {
  const copies = ground.openService('ticket-router', { handlers: [keepCopy] });
  await nameDevice(registration.state, 'd1', 'OLD');
  await nameDevice(registration.state, 'd1', 'NEW');
  const [older, newer] = await eventsOf('d1');
  if (!older || !newer) throw new Error('Two events were expected.');
  await copies.bus.sendCopy({ event: newer, messageId: 'newer', attempt: 0 });
  await copies.consume();
  await copies.bus.sendCopy({ event: older, messageId: 'older', attempt: 0 });
  await copies.consume();
  expect(await nameOf(copies, 'd1')).toBe('NEW');
});

test('an invocation that dies before it settles does nothing twice', async () => {
  const counts = counter();
  for (const name of ['A', 'B', 'C']) await nameDevice(registration.state, 'd1', name);
  await registration.feed();
  await counts.consumeAndDie();
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(3);
});

test('a feed that dies after publishing loses nothing and seals nothing twice', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  const feed = ground.feed('device-registration');
  const dying = feed.read(async (documents) => {
    await registration.state.feedPage(documents, registration.bus.publish);
    throw new Error('The process has died before its lease was written.');
  });
  await expect(dying).rejects.toThrow('died');
  await feed.read((documents) => registration.state.feedPage(documents, registration.bus.publish));
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(1);
  expect(await registration.state.verify('contoso', {})).toEqual({ intact: true, seals: 1, records: 1 });
});

test('the answer to a save is lost: the copy finds that it has been counted', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  ground.cosmos.faults.add({
    effect: { kind: 'lose-answer' },
    method: 'POST',
    container: 'health-monitor',
    match: 'tally',
  });
  expect(await counts.consume()).toMatchObject([{ handled: 0, failures: [{ outcome: 'retried' }] }]);
  ground.clock.jumpTo(ground.clock.now() + 60_000);
  expect(await counts.consume()).toMatchObject([{ handled: 1 }]);
  expect(await countOf(counts, 'd1')).toBe(1);
});

test('a bad message spoils neither its batch nor itself', async () => {
  const counts = counter();
  for (const [id, name] of [
    ['d1', 'A'],
    ['d2', 'poison'],
    ['d3', 'C'],
  ] as const)
    await nameDevice(registration.state, id, name);
  await registration.feed();
  const [report] = await counts.consume();
  expect(report).toMatchObject({ handled: 2, failures: [{ outcome: 'refused' }] });
  expect([await countOf(counts, 'd1'), await countOf(counts, 'd2'), await countOf(counts, 'd3')]).toEqual([
    1,
    undefined,
    1,
  ]);
  await counts.feed();
  const { items } = await counts.state.list('contoso', deadLetterList, { filter: { reason: 'refused' } });
  expect(items).toMatchObject([{ subject: 'device:d2', status: 'waiting', error: 'This name cannot be counted.' }]);
});

test('in a storm a message goes on as copies for its own consumer alone, and ends as a dead letter to be replayed', async () => {
  const counts = counter();
  const copies = ground.openService('ticket-router', { handlers: [keepCopy] });
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  await copies.consume();
  const storm = ground.cosmos.faults.add({
    effect: { kind: 'refuse', status: 503 },
    times: 10_000,
    match: 'tally',
    container: 'health-monitor',
  });
  for (let attempt = 0; attempt <= MAX_ATTEMPTS; attempt++) {
    await counts.consume();
    ground.clock.jumpTo(ground.clock.now() + 31 * 60_000);
  }
  storm();
  expect(ground.broker.count('ticket-router')).toMatchObject({ active: 0, scheduled: 0 });
  const [event] = await eventsOf('d1');
  expect((await counts.state.load(deadLetter, 'contoso', event?.id ?? ''))?.state).toMatchObject({
    reason: 'exhausted',
    attempt: MAX_ATTEMPTS,
  });
  await counts.feed();
  expect(await replayMany(counts, 'contoso', { reason: 'exhausted', limit: 10 }, { actor: admin })).toBe(1);
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(1);
  expect((await counts.state.load(deadLetter, 'contoso', event?.id ?? ''))?.state.status).toMatchObject({
    kind: 'replayed',
  });
});

test('a replay that fails again is retried under ids of its own, and waits for a person anew', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'poison');
  await registration.feed();
  await counts.consume();
  const [event] = await eventsOf('d1');
  const id = event?.id ?? '';
  await replay(counts, 'contoso', id, { actor: admin });
  await counts.consume();
  const again = await counts.state.load(deadLetter, 'contoso', id);
  expect(again?.state).toMatchObject({ status: { kind: 'waiting' }, replays: 1 });
  await replay(counts, 'contoso', id, { actor: admin });
  expect(ground.broker.count('health-monitor').active).toBe(1);
});

test('what people do with a dead letter is on record', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'poison');
  await registration.feed();
  await counts.consume();
  const id = (await eventsOf('d1'))[0]?.id ?? '';
  await discard(counts, 'contoso', id, 'a test device', { actor: admin });
  await expect(replay(counts, 'contoso', id, { actor: admin })).rejects.toMatchObject({
    code: 'dead-letter-not-replayable',
  });
  const { items } = await counts.state.timeline('contoso', 'dead-letter', id, {});
  expect(items).toMatchObject([
    { record: { action: 'dead-letter.discarded', actor: admin, detail: { reason: 'a test device' } } },
    { record: { action: 'dead-letter.parked' } },
  ]);
});

test('malformed messages and newer versions become dead letters with their reason; what nobody asked for passes', async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  const [event] = await eventsOf('d1');
  if (!event) throw new Error('An event was expected.');
  const send = (changes: Partial<CloudEvent>, messageId: string) =>
    counts.bus.sendCopy({ event: { ...event, ...changes }, messageId, attempt: 0 });
  await send({ id: 'e1', sequence: -1 }, 'no-event');
  await send({ id: 'e2', data: { nickname: 1 } }, 'other-data');
  await send({ id: 'e3', type: 'omd.device.named.v2' }, 'newer');
  await send({ id: 'e4', type: 'omd.work.forgotten.v1' }, 'unknown-work');
  await send({ id: 'e5', type: 'omd.device.painted.v1' }, 'of-no-use');
  const [report] = await counts.consume();
  expect(report).toMatchObject({ handled: 0, ignored: 1 });
  expect(new Map(report?.failures.map(({ messageId, outcome }) => [messageId, outcome]))).toEqual(
    new Map([
      ['no-event', 'malformed'],
      ['other-data', 'malformed'],
      ['newer', 'unknown-type'],
      ['unknown-work', 'unknown-type'],
    ]),
  );
});

test('an event too large for the bus becomes a dead letter and holds up no other', async () => {
  const counts = counter();
  await registration.state.change(
    tally,
    { tenantId: 'contoso', id: 'big' },
    () => ({
      state: { count: 1 },
      events: [deviceNamed.event({ name: 'x'.repeat(1_200_000) })],
    }),
    { actor: admin },
  );
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(1);
  await registration.feed();
  const { items } = await registration.state.list('contoso', deadLetterList, {});
  expect(items).toMatchObject([{ reason: 'too-large', status: 'waiting' }]);
});

test("the platform's own dead letters are brought to the same place", async () => {
  const counts = counter();
  await nameDevice(registration.state, 'd1', 'LAPTOP-1');
  await registration.feed();
  ground.clock.jumpTo(ground.clock.now() + 15 * 24 * 60 * 60_000);
  expect(await counts.consume()).toEqual([]);
  expect(await drainPlatformDeadLetters(counts)).toBe(1);
  const id = (await eventsOf('d1'))[0]?.id ?? '';
  expect((await counts.state.load(deadLetter, 'contoso', id))?.state).toMatchObject({
    reason: 'platform',
    error: 'TTLExpiredException',
  });
  expect(await drainPlatformDeadLetters(counts)).toBe(0);
});

test('writers at once: every naming has its version and its event', async () => {
  const counts = counter();
  const names = Array.from({ length: 6 }, (_, n) => `N${n}`);
  await Promise.all(names.map((name) => nameDevice(registration.state, 'd1', name)));
  await registration.feed();
  await counts.consume();
  expect(await countOf(counts, 'd1')).toBe(6);
  expect((await eventsOf('d1')).map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
});
