import { afterEach, beforeEach, expect, test } from 'vitest';
import { device, deviceList, nameDevice } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, type FeedReader, openDatabase } from '../../tests/pipeline/ground.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { defineAggregate } from './aggregate.ts';
import { defineList } from './lists.ts';
import { PLATFORM, type State } from './state.ts';

let ground: DatabaseGround;
let state: State;
let feed: FeedReader;
let published: CloudEvent[];

const everyDevice = defineList({
  name: 'every-device',
  of: device,
  acrossTenants: true,
  columns: ['name'],
  row: ({ name }) => ({ name }),
});

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration', [deviceList, everyDevice]);
  feed = ground.feed('device-registration');
  published = [];
});
afterEach(() => ground.close());

const publish = async (events: readonly CloudEvent[]) => {
  published.push(...events);
  return [];
};
const read = () => feed.read((documents) => state.feedPage(documents, publish));

test('events are published in their order, and lists, change vector and seals follow', async () => {
  await nameDevice(state, 'd1', 'A');
  await nameDevice(state, 'd1', 'B');
  await read();
  expect(published.map((event) => [event.subject, event.sequence])).toEqual([
    ['device:d1', 1],
    ['device:d1', 2],
  ]);
  expect((await state.list('contoso', deviceList, {})).items).toEqual([{ tenantId: 'contoso', id: 'd1', name: 'B' }]);
  expect((await state.changes('contoso')).areas).toEqual({ device: 1 });
  expect(await state.verify('contoso', {})).toEqual({ intact: true, seals: 1, records: 2 });
});

test('what the feed writes itself leads to nothing: it comes to rest', async () => {
  await nameDevice(state, 'd1', 'A');
  expect(await read()).toBeGreaterThan(3);
  const { etag } = await state.changes('contoso');
  expect(await read()).toBe(0);
  expect((await state.changes('contoso')).etag).toBe(etag);
});

test('each tenant has its own lists, vector and seals; a list across tenants names the tenant', async () => {
  await nameDevice(state, 'd1', 'A');
  await nameDevice(state, 'd1', 'B', { tenantId: 'fabrikam' });
  await read();
  expect((await state.list('contoso', deviceList, {})).items.map(({ name }) => name)).toEqual(['A']);
  expect((await state.list(PLATFORM, everyDevice, {})).items.map(({ tenantId, name }) => [tenantId, name])).toEqual([
    ['contoso', 'A'],
    ['fabrikam', 'B'],
  ]);
  expect(await state.verify('fabrikam', {})).toMatchObject({ seals: 1, records: 1 });
});

test('a removed aggregate leaves the lists', async () => {
  await nameDevice(state, 'd1', 'A');
  await read();
  const remover = { kind: 'service', id: 'device-registration' } as const;
  await state.change(device, { tenantId: 'contoso', id: 'd1' }, () => ({ removed: true }), { actor: remover });
  await read();
  expect((await state.list('contoso', deviceList, {})).items).toEqual([]);
});

test('when publishing fails, the page comes again whole', async () => {
  await nameDevice(state, 'd1', 'A');
  const failing = feed.read((documents) => state.feedPage(documents, () => Promise.reject(new Error('no bus'))));
  await expect(failing).rejects.toThrow('no bus');
  expect((await state.list('contoso', deviceList, {})).items).toEqual([]);
  await read();
  expect(published).toHaveLength(1);
});

test('an aggregate that this release cannot read holds up no others', async () => {
  const newer = defineAggregate({ ...device, schemaVersion: 2, upgrades: { 1: (data: unknown) => data } });
  const byNewerRelease = ground.openState('device-registration');
  const actor = { kind: 'service', id: 'device-registration' } as const;
  await byNewerRelease.change(newer, { tenantId: 'contoso', id: 'd1' }, () => ({ state: { name: 'A' } }), { actor });
  await nameDevice(state, 'd2', 'B');
  const unreadable: string[] = [];
  await feed.read(async (documents) => {
    const report = await state.feedPage(documents, publish);
    unreadable.push(...report.unreadable.map(({ aggregate }) => aggregate));
  });
  expect(new Set(unreadable)).toEqual(new Set(['device:d1']));
  expect((await state.list('contoso', deviceList, {})).items.map(({ name }) => name)).toEqual(['B']);
});
