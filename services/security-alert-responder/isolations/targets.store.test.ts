import { expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../../shared/contracts/actor.ts';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import { deviceAggregate, protectedDeviceList } from '../devices/device.store.ts';
import type { Device } from '../devices/device.ts';
import type { InvolvingAlert } from '../incidents/alert-of-incident.ts';
import { incidentAggregate, takeIn } from '../incidents/incident.store.ts';
import { isolationsOf } from './asked.ts';
import { isolationAggregate, isolationList, moveIsolation } from './isolation.store.ts';
import { demandTargets } from './targets.store.ts';

const tenantId = 't';
const incidentId = 'defender-1';
const actor: Actor = { kind: 'service', id: 'security-alert-responder' };
const MINUTE = 60_000;
const ids = Array.from({ length: 8 }, (_, n) => `d${n}`);

const deviceOf = (deviceId: string): Device => ({
  deviceId,
  ...{ entraDeviceId: null, name: null, sensitive: false, isolationId: null, releaseId: null, incidents: [] },
});

/** A tenant of eight devices, all in one incident. */
async function openTenant() {
  const ground = await openDatabase(['security-alert-responder']);
  onTestFinished(() => ground.close());
  const lists = [protectedDeviceList, isolationList];
  const state = ground.openState('security-alert-responder', lists);
  const feed = ground.feed('security-alert-responder');
  const at = new Date(ground.clock.now()).toISOString();
  for (const id of ids)
    await state.change(deviceAggregate, { tenantId, id }, () => ({ state: deviceOf(id) }), { actor });
  const what = { title: 'Suspicious', severity: 'low', category: null, status: 'new' } as const;
  const devices = ids.map((deviceId) => ({ deviceId, machineId: `m-${deviceId}`, sensitive: false }));
  const alert: InvolvingAlert = { alertId: 'a', ...what, createdAt: at, updatedAt: at, devices };
  await takeIn(state, tenantId, [{ incidentId, alert }], { actor });
  const incident = (await state.load(incidentAggregate, tenantId, incidentId))?.state;
  if (!incident) throw new TypeError('Alerts make an incident.');

  const settle = () => feed.read((documents) => state.feedPage(documents, async (events) => events));

  async function request(approvalId: string, wanted: readonly string[]) {
    const asked = {
      reason: 'Contain it.',
      requestedBy: 'Ada',
      requestedAt: new Date(ground.clock.now()).toISOString(),
    };
    const isolations = isolationsOf(approvalId, incident as NonNullable<typeof incident>, wanted.map(deviceOf), asked);
    for (const isolation of isolations)
      await state.change(isolationAggregate, { tenantId, id: isolation.isolationId }, () => ({ state: isolation }), {
        actor,
      });
    await settle();
    return isolations;
  }

  const demand = (approvalId: string, wanted: readonly string[]) =>
    demandTargets(state, tenantId, { incidentId, devices: wanted, approvalId, now: ground.clock.now() });
  const pass = (minutes: number) => ground.clock.jumpTo(ground.clock.now() + minutes * MINUTE);
  return { state, request, demand, pass, settle };
}

it('five devices of a small tenant are isolated within an hour, counting all requests but the one that is repeated', async () => {
  const { request, demand, pass } = await openTenant();
  await request('first', ['d0', 'd1', 'd2']);
  expect((await demand('second', ['d4', 'd3'])).devices.map(({ deviceId }) => deviceId)).toEqual(['d3', 'd4']);
  await expect(demand('second', ['d3', 'd4', 'd5'])).rejects.toMatchObject({ code: 'isolation-limit' });
  await request('second', ['d3', 'd4']);
  expect((await demand('second', ['d3', 'd4'])).devices).toHaveLength(2);
  await expect(demand('third', ['d5'])).rejects.toMatchObject({ code: 'isolation-limit', detail: { most: 5 } });
  pass(61);
  expect((await demand('third', ['d5'])).devices).toHaveLength(1);
});

it('what was turned down leaves room for others', async () => {
  const { state, request, demand, settle } = await openTenant();
  const isolations = await request('first', ['d0', 'd1', 'd2', 'd3', 'd4']);
  await expect(demand('second', ['d5'])).rejects.toMatchObject({ code: 'isolation-limit' });
  const [one] = isolations;
  if (one) await moveIsolation({ state, tenantId }, one, { kind: 'rejected', at: one.requestedAt }, { actor });
  await settle();
  expect((await demand('second', ['d5'])).devices).toHaveLength(1);
});

it('only devices of the incident that are on the network are isolated', async () => {
  const { state, demand } = await openTenant();
  await expect(demand('first', ['d9'])).rejects.toMatchObject({ code: 'device-not-in-incident' });
  await state.change(
    deviceAggregate,
    { tenantId, id: 'd0' },
    () => ({ state: { ...deviceOf('d0'), isolationId: 'other' } }),
    { actor },
  );
  await expect(demand('first', ['d0'])).rejects.toMatchObject({ code: 'device-isolated' });
});

it('of two who are at an isolation at the same time, one goes on', async () => {
  const { state, request } = await openTenant();
  const [isolation] = await request('first', ['d0']);
  if (!isolation) throw new TypeError('One was asked for.');
  const planned = { kind: 'planned', since: isolation.requestedAt } as const;
  const moves = await Promise.all([1, 2].map(() => moveIsolation({ state, tenantId }, isolation, planned, { actor })));
  expect(moves.filter(Boolean)).toHaveLength(1);
  expect(
    await moveIsolation({ state, tenantId }, isolation, { kind: 'void', at: isolation.requestedAt }, { actor }),
  ).toBe(false);
});
