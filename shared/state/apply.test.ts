import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceCopy, deviceNamed, tally } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { GroupSplit } from './errors.ts';
import { eventId } from './event-id.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;

beforeAll(async () => {
  ground = await openDatabase(['health-monitor']);
});
afterAll(() => ground.close());

function named(sequence: number, n = 0): CloudEvent {
  const id = eventId('device-registration', 'contoso', 'device:d1', sequence, n);
  return {
    specversion: '1.0',
    id,
    source: '/device-registration',
    subject: 'device:d1',
    ...deviceNamed.event({ name: `${sequence}.${n}` }),
    time: '2026-03-02T08:00:00.000Z',
    datacontenttype: 'application/json',
    tenantid: 'contoso',
    sequence,
    correlationid: id,
  };
}

const rename = (_: unknown, event: CloudEvent) => ({ state: { name: deviceNamed.data.parse(event.data).name } });
const count = (current: { count: number } | undefined) => ({ state: { count: (current?.count ?? 0) + 1 } });

/** Deliveries as the bus may make them: any order, any grouping, any of them again, by a process that may have just started. */
const deliveries = fc.array(
  fc.record({
    fresh: fc.boolean(),
    sequences: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
);

let run = 0;

async function deliver(
  plan: readonly { readonly fresh: boolean; readonly sequences: readonly number[] }[],
  apply: (state: State, id: string, events: readonly CloudEvent[]) => Promise<void>,
): Promise<{ state: State; id: string; delivered: Set<number> }> {
  const id = `run-${run++}`;
  let state = ground.openState('health-monitor');
  for (const { fresh, sequences } of plan) {
    if (fresh) state = ground.openState('health-monitor');
    await apply(
      state,
      id,
      sequences.map((sequence) => named(sequence)),
    );
  }
  return { state, id, delivered: new Set(plan.flatMap(({ sequences }) => sequences)) };
}

test('latest: whatever the order, the newest event decides the state', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async (plan) => {
      const { state, id, delivered } = await deliver(plan, (to, key, events) =>
        to.apply(deviceCopy, { tenantId: 'contoso', id: key }, events, rename, 'latest'),
      );
      expect((await state.load(deviceCopy, 'contoso', id))?.state.name).toBe(`${Math.max(...delivered)}.0`);
    }),
    { numRuns: 40 },
  );
});

test('each: whatever the order, every event counts once', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async (plan) => {
      const { state, id, delivered } = await deliver(plan, async (to, key, events) => {
        const apply = (some: readonly CloudEvent[]) =>
          to.apply(tally, { tenantId: 'contoso', id: key }, some, count, 'each');
        try {
          await apply(events);
        } catch (error) {
          if (!(error instanceof GroupSplit)) throw error;
          for (const event of events) await apply([event]);
        }
      });
      expect((await state.load(tally, 'contoso', id))?.state.count).toBe(delivered.size);
    }),
    { numRuns: 40 },
  );
});

test('two events of one version are both taken in, and neither of them twice', async () => {
  const state = ground.openState('health-monitor');
  const names: string[] = [];
  const key = { tenantId: 'contoso', id: 'two-events' };
  for (const event of [named(1, 0), named(1, 1), named(1, 0)])
    await state.apply(
      deviceCopy,
      key,
      [event],
      (current, next) => {
        names.push(rename(current, next).state.name);
        return rename(current, next);
      },
      'latest',
    );
  expect(names).toEqual(['1.0', '1.1']);
});

test('an event that changes nothing still keeps older ones from changing anything', async () => {
  const state = ground.openState('health-monitor');
  const key = { tenantId: 'contoso', id: 'left-alone' };
  await state.apply(deviceCopy, key, [named(2)], () => undefined, 'latest');
  await state.apply(deviceCopy, key, [named(1)], rename, 'latest');
  expect(await state.load(deviceCopy, 'contoso', 'left-alone')).toBeUndefined();
});

test('what an event leads to names it as its cause', async () => {
  const state = ground.openState('health-monitor');
  const event = named(1);
  await state.apply(
    deviceCopy,
    { tenantId: 'contoso', id: 'caused' },
    [event],
    (current, next) => ({
      ...rename(current, next),
      events: [deviceNamed.event({ name: 'told on' })],
    }),
    'latest',
  );
  const { items } = await state.timeline('contoso', 'device-copy', 'caused', {});
  expect(items).toMatchObject([{ event: { causationid: event.id, correlationid: event.correlationid } }]);
});
