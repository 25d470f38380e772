import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, device, deviceNamed, nameDevice } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { stateOn } from './open-state.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
});
afterEach(() => ground.close());

const key = { tenantId: 'contoso', id: 'd1' };

test('what is decided is saved with its events, which carry who, when and why', async () => {
  const cause = {
    id: 'command-1',
    correlationId: 'request-1',
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
  const { version, events } = await nameDevice(state, 'd1', 'LAPTOP-1', { cause });
  expect(version).toBe(1);
  expect(events).toMatchObject([
    {
      specversion: '1.0',
      source: '/device-registration',
      type: 'omd.device.named.v1',
      subject: 'device:d1',
      time: '2026-03-02T08:00:00.000Z',
      tenantid: 'contoso',
      sequence: 1,
      causationid: 'command-1',
      correlationid: 'request-1',
      traceparent: cause.traceparent,
      data: { name: 'LAPTOP-1' },
    },
  ]);
  expect(await state.load(device, 'contoso', 'd1')).toMatchObject({ state: { name: 'LAPTOP-1' }, version: 1 });
});

test('events expire when their tenant wants them to, and the state never', async () => {
  const { clock } = ground;
  const [container, leases] = [
    ground.stateContainer('device-registration'),
    ground.leaseContainer('device-registration'),
  ];
  const eventDays = async (tenantId: string) => (tenantId === 'contoso' ? 60 : undefined);
  state = stateOn({ container, leases }, { service: 'device-registration', clock, lists: [], eventDays });
  const { events } = await nameDevice(state, 'd1', 'LAPTOP-1');
  const partition = { tenantId: 'contoso', aggregate: 'device:d1' };
  const saved = await container.read<{ readonly ttl: number }>(partition, events[0]?.id ?? '');
  expect(saved?.document.ttl).toBe(60 * 24 * 60 * 60);
  clock.jumpTo(clock.now() + 61 * 24 * 60 * 60_000);
  expect(await container.read(partition, events[0]?.id ?? '')).toBeUndefined();
  expect(await state.load(device, 'contoso', 'd1')).toMatchObject({ state: { name: 'LAPTOP-1' } });
});

test('an aggregate of one tenant is unknown to another', async () => {
  await nameDevice(state, 'd1', 'LAPTOP-1');
  expect(await state.load(device, 'fabrikam', 'd1')).toBeUndefined();
  const { version } = await nameDevice(state, 'd1', 'TABLET', { tenantId: 'fabrikam' });
  expect(version).toBe(1);
  expect((await state.load(device, 'contoso', 'd1'))?.state.name).toBe('LAPTOP-1');
});

test('a wrong guess that nothing is there yet is corrected by a read', async () => {
  await nameDevice(ground.openState('device-registration'), 'd1', 'LAPTOP-1');
  expect(await nameDevice(state, 'd1', 'LAPTOP-2', { expect: 'new' })).toMatchObject({ version: 2, saved: true });
});

test('what another process has changed meanwhile is decided again', async () => {
  await nameDevice(state, 'd1', 'LAPTOP-1');
  await nameDevice(ground.openState('device-registration'), 'd1', 'LAPTOP-2');
  expect(await nameDevice(state, 'd1', 'LAPTOP-3')).toMatchObject({ version: 3, saved: true });
});

test('neither a refusal nor "nothing to change" rests on a warm copy', async () => {
  await nameDevice(state, 'd1', 'LAPTOP-1');
  await nameDevice(ground.openState('device-registration'), 'd1', 'LAPTOP-2');
  expect(await nameDevice(state, 'd1', 'LAPTOP-1')).toMatchObject({ version: 3, saved: true });
  expect(await nameDevice(state, 'd1', 'LAPTOP-1')).toMatchObject({ version: 3, saved: false });
});

test('a refusal is thrown as it was made, and nothing is saved', async () => {
  await expect(nameDevice(state, 'd1', 'forbidden')).rejects.toMatchObject({
    code: 'name-forbidden',
    retryable: false,
  });
  expect(await state.load(device, 'contoso', 'd1')).toBeUndefined();
});

test('a command that comes twice counts once', async () => {
  await nameDevice(state, 'd1', 'A', { once: 'command-1' });
  await nameDevice(state, 'd1', 'B');
  expect(await nameDevice(state, 'd1', 'A', { once: 'command-1' })).toMatchObject({
    saved: false,
    version: 2,
    state: { name: 'B' },
  });
});

test('a command whose answer was lost is not refused for what it did itself', async () => {
  const enrol = (from: State) =>
    from.change(
      device,
      key,
      (current) => {
        if (current) throw new TypeError('There is such a device.');
        return { state: { name: 'LAPTOP-1' } };
      },
      { actor: admin, once: 'command-1', expect: 'new' },
    );
  ground.cosmos.faults.add({ effect: { kind: 'lose-answer' }, method: 'POST', match: 'inbox:command-1' });
  await expect(enrol(state)).rejects.toMatchObject({ code: 'state-unavailable', retryable: true });
  expect(await enrol(state)).toMatchObject({ saved: false, version: 1 });
});

test('whoever quotes an ETag that is no longer true is told so', async () => {
  const { etag } = await nameDevice(state, 'd1', 'A');
  if (!etag) throw new TypeError('A saved aggregate has an ETag.');
  await nameDevice(state, 'd1', 'B', { ifMatch: etag });
  await expect(nameDevice(state, 'd1', 'C', { ifMatch: etag })).rejects.toMatchObject({ code: 'stale' });
});

test('a removed aggregate leaves a tombstone: made anew, its version goes on and no event id comes twice', async () => {
  const before = await nameDevice(state, 'd1', 'A');
  await state.change(device, key, () => ({ removed: true, events: [deviceNamed.event({ name: '' })] }), {
    actor: admin,
  });
  expect(await state.load(device, 'contoso', 'd1')).toBeUndefined();
  const after = await nameDevice(state, 'd1', 'A', { expect: 'new' });
  expect(after.version).toBe(3);
  expect(after.events[0]?.id).not.toBe(before.events[0]?.id);
});

test('a change that no transaction can hold is refused', async () => {
  const events = Array.from({ length: 100 }, () => deviceNamed.event({ name: 'A' }));
  await expect(
    state.change(device, key, () => ({ state: { name: 'A' }, events }), { actor: admin }),
  ).rejects.toMatchObject({
    code: 'change-too-large',
  });
});

test.each(['', 'x'.repeat(201)])('an id of $length characters is refused', async (id) => {
  await expect(nameDevice(state, id, 'A')).rejects.toMatchObject({ code: 'invalid-id' });
});

test('what has no cause of its own still belongs together', async () => {
  const { events } = await nameDevice(state, 'd1', 'A');
  const { items } = await state.timeline('contoso', 'device', 'd1', {});
  expect(events[0]?.correlationid).toBe(events[0]?.id);
  expect(items.find((entry) => entry.kind === 'audit')?.record.correlationId).toBe(events[0]?.id);
});

test('events are kept for 400 days and inbox records for 30; audit records stay', async () => {
  await nameDevice(state, 'd1', 'A', { once: 'command-1' });
  const days = (count: number) => ground.clock.jumpTo(ground.clock.now() + count * 24 * 60 * 60_000);
  const kinds = async () =>
    (await state.timeline('contoso', 'device', 'd1', {})).items.map((entry) => entry.kind).sort();
  days(31);
  expect(await nameDevice(state, 'd1', 'B', { once: 'command-1' })).toMatchObject({ saved: true });
  expect(await kinds()).toEqual(['audit', 'audit', 'event', 'event']);
  days(370);
  expect(await kinds()).toEqual(['audit', 'audit', 'event']);
});
