import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import type { Entry } from './list-chunks.ts';
import { type ListStore, listStore } from './list-store.ts';
import { linesOf } from './list-view.ts';

let ground: DatabaseGround;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
});
afterEach(() => ground.close());

const openStore = () => listStore(ground.stateContainer('device-registration'));

function lines(from: number, to: number, sequence = 1): Entry[] {
  return Array.from({ length: to - from }, (_, at) => ({
    tenantId: 'contoso',
    id: `d${from + at}`,
    sequence,
    row: { name: `LAPTOP-${from + at}`, version: sequence },
  }));
}

async function versions(store: ListStore): Promise<Map<string, unknown>> {
  const { chunks } = await store.read('contoso', 'devices');
  return new Map(linesOf(chunks).map((line) => [line.id, line['version']]));
}

test('what one process writes another reads, the first time and after each change', async () => {
  const [writer, reader] = [openStore(), openStore()];
  await writer.write('contoso', 'devices', lines(0, 2_500));
  expect((await versions(reader)).size).toBe(2_500);
  await writer.write('contoso', 'devices', lines(120, 130, 2));
  const read = await versions(reader);
  expect([read.get('d119'), read.get('d120'), read.get('d129')]).toEqual([1, 2, 2]);
});

test('two processes that write at once lose nothing and make no line twice', async () => {
  const [one, other] = [openStore(), openStore()];
  await Promise.all([
    one.write('contoso', 'devices', lines(0, 300)),
    other.write('contoso', 'devices', lines(200, 500)),
    one.write('contoso', 'devices', lines(100, 250, 2)),
  ]);
  const { chunks } = await openStore().read('contoso', 'devices');
  expect(linesOf(chunks).length).toBe(500);
  const read = await versions(openStore());
  expect([read.get('d99'), read.get('d100'), read.get('d249'), read.get('d250')]).toEqual([1, 2, 2, 1]);
});

test('an older version that is written late does not win, even from a process that knew nothing of the newer', async () => {
  const late = openStore();
  await late.write('contoso', 'devices', lines(0, 10));
  await openStore().write('contoso', 'devices', lines(0, 10, 3));
  await late.write('contoso', 'devices', lines(0, 10, 2));
  expect(new Set((await versions(openStore())).values())).toEqual(new Set([3]));
});

test('while nothing moves a list costs one read', async () => {
  const store = openStore();
  await store.write('contoso', 'devices', lines(0, 1_000));
  await store.read('contoso', 'devices');
  const first = await store.read('contoso', 'devices');
  expect(await store.read('contoso', 'devices')).toBe(first);
});

test('a list of one tenant is not a list of another', async () => {
  const store = openStore();
  await store.write('contoso', 'devices', lines(0, 10));
  expect((await store.read('fabrikam', 'devices')).chunks).toEqual([]);
});
