import { expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../../shared/contracts/actor.ts';
import { openDatabase } from '../../../tests/pipeline/ground.ts';
import type { ListedAlert } from './alert.ts';
import { awaitedDevices, forgetStrays, keepStray, strayAlertList, straysOf } from './stray-alert.store.ts';

const tenantId = 't';
const actor: Actor = { kind: 'service', id: 'security-alert-responder' };
const at = (day: number) => new Date(Date.UTC(2026, 5, day)).toISOString();

function alertOf(alertId: string, day: number): ListedAlert {
  const what = { title: 'Suspicious', severity: 'low', category: null, status: 'new', assignedTo: null } as const;
  return { alertId, incident: '1', ...what, createdAt: at(1), updatedAt: at(day), machines: [] };
}

async function openStrays() {
  const ground = await openDatabase(['security-alert-responder']);
  onTestFinished(() => ground.close());
  const state = ground.openState('security-alert-responder', [strayAlertList]);
  const feed = ground.feed('security-alert-responder');
  const settle = () => feed.read((documents) => state.feedPage(documents, async (events) => events));
  async function keep(alert: ListedAlert, ...awaits: string[]) {
    await keepStray(state, tenantId, alert, awaits, { actor });
    await settle();
  }
  const of = async (...known: string[]) =>
    (await straysOf(state, tenantId, (id) => known.includes(id))).map(({ alertId, updatedAt }) => [alertId, updatedAt]);
  return { state, settle, keep, of };
}

it('a stray is found by any device that it waits for, in its newest version, until it waits for none', async () => {
  const { keep, of, state } = await openStrays();
  await keep(alertOf('a', 3), 'e1', 'e2');
  await keep(alertOf('a', 2), 'e1');
  await keep(alertOf('b', 2), 'e3');
  expect(await awaitedDevices(state, tenantId)).toEqual(expect.arrayContaining(['e1', 'e2', 'e3']));
  expect(await of('e2')).toEqual([['a', at(3)]]);
  expect(await of('e9')).toEqual([]);
  await keep(alertOf('a', 3), 'e2');
  expect(await of('e1')).toEqual([]);
  await keep(alertOf('a', 3));
  expect(await of('e1', 'e2', 'e3')).toEqual([['b', at(2)]]);
});

it('a stray whose device has not come for too long is forgotten, and no other', async () => {
  const { state, keep, settle, of } = await openStrays();
  await keep(alertOf('old', 1), 'e1');
  await keep(alertOf('young', 5), 'e1');
  await forgetStrays(state, tenantId, at(3), { actor });
  await settle();
  expect(await of('e1')).toEqual([['young', at(5)]]);
});
