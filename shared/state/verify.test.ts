import type { Container } from '@azure/cosmos';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameDevice } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { link } from './audit-chain.ts';
import type { AuditDocument } from './documents.ts';
import type { State } from './state.ts';

let ground: DatabaseGround;
let state: State;
let container: Container;

/** Two devices, named four times each, sealed twice. */
beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration');
  container = ground.container('device-registration');
  const feed = ground.feed('device-registration');
  for (const names of [
    ['A', 'B'],
    ['C', 'D'],
  ]) {
    for (const name of names) for (const id of ['d1', 'd2']) await nameDevice(state, id, name);
    await feed.read((documents) => state.feedPage(documents, async () => []));
  }
});
afterEach(() => ground.close());

const partition = ['contoso', 'device:d1'];

async function record(number: number): Promise<AuditDocument> {
  const { resource } = await container.item(`audit:${number}`, partition).read<AuditDocument>();
  if (!resource) throw new Error(`There is no record ${number}.`);
  return resource;
}

const overwrite = (document: AuditDocument) => container.item(document.id, partition).replace(document);
const remove = (id: string) => container.item(id, partition).delete();
const first = async () => {
  const verification = await state.verify('contoso', {});
  return verification.intact ? undefined : verification.first;
};

test('what nobody touched is intact', async () => {
  expect(await state.verify('contoso', {})).toEqual({ intact: true, seals: 2, records: 8 });
});

test('an edited record is named', async () => {
  const document = await record(2);
  await overwrite({ ...document, record: { ...document.record, action: 'device.wipe' } });
  expect(await first()).toEqual({ kind: 'record', seal: 1, aggregate: 'device:d1', record: 2, fault: 'edited' });
});

test('an edited record whose chain was computed anew is found by the seal', async () => {
  let { record: before } = await record(1);
  for (const number of [2, 3, 4]) {
    const document = await record(number);
    const { number: _, previous: __, hash: ___, ...entry } = document.record;
    before = link({ count: number - 1, hash: before.hash }, number === 2 ? { ...entry, action: 'device.wipe' } : entry);
    await overwrite({ ...document, record: before });
  }
  expect(await first()).toEqual({ kind: 'record', seal: 1, aggregate: 'device:d1', record: 2, fault: 'edited' });
});

test('a deleted record is named', async () => {
  await remove('audit:3');
  expect(await first()).toEqual({ kind: 'record', seal: 2, aggregate: 'device:d1', record: 3, fault: 'deleted' });
});

test('swapped records are named', async () => {
  const [second, third] = [await record(2), await record(3)];
  await overwrite({ ...second, record: third.record });
  await overwrite({ ...third, record: second.record });
  expect(await first()).toEqual({ kind: 'record', seal: 1, aggregate: 'device:d1', record: 2, fault: 'swapped' });
});

test('a chain cut off at its end is named, sealed or not', async () => {
  await nameDevice(state, 'd1', 'E');
  await remove('audit:5');
  expect(await first()).toEqual({ kind: 'record', aggregate: 'device:d1', record: 5, fault: 'truncated' });
  await remove('audit:4');
  expect(await first()).toEqual({ kind: 'record', seal: 2, aggregate: 'device:d1', record: 4, fault: 'truncated' });
});

test('a chain that is gone with its state is named', async () => {
  for (const id of ['state', 'audit:1', 'audit:2', 'audit:3', 'audit:4']) await remove(id);
  expect(await first()).toEqual({ kind: 'record', seal: 1, aggregate: 'device:d1', record: 1, fault: 'truncated' });
});

test('an edited or deleted seal is named', async () => {
  const seals = ['contoso', 'seals'];
  const { resource } = await container.item('seal:1', seals).read();
  await container.item('seal:1', seals).replace({ ...resource, at: '2020-01-01T00:00:00.000Z' });
  expect(await first()).toEqual({ kind: 'seal', seal: 1, fault: 'edited' });
  await container.item('seal:1', seals).delete();
  expect(await first()).toEqual({ kind: 'seal', seal: 1, fault: 'deleted' });
});

test('a range is verified by itself', async () => {
  await remove('audit:1');
  expect(await state.verify('contoso', { from: 2 })).toMatchObject({ intact: true, seals: 1, records: 4 });
});

test('all audit records of a tenant are listed newest first, page by page', async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await state.audit('contoso', { limit: 3, ...(after && { after }) });
    seen.push(...page.items.map(({ aggregate, number }) => `${aggregate}#${number}`));
    after = page.next;
  } while (after);
  expect(seen).toHaveLength(8);
  expect(new Set(seen.slice(0, 4))).toEqual(new Set(['device:d1#4', 'device:d2#4', 'device:d1#3', 'device:d2#3']));
});
