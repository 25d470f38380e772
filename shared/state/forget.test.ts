import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { admin } from '../../tests/pipeline/devices.ts';
import { type DatabaseGround, openDatabase } from '../../tests/pipeline/ground.ts';
import { defineAggregate } from './aggregate.ts';
import { defineList } from './lists.ts';
import type { State } from './state.ts';

const schema = z.object({ name: z.string() });
const device = defineAggregate({ kind: 'device', schemaVersion: 1, schema });
const tenant = defineAggregate({ kind: 'tenant', schemaVersion: 1, schema });
const devices = defineList({ name: 'devices', of: device, row: ({ name }) => ({ name }), columns: ['name'] });
const options = { actor: admin };
const AT_ONCE = { limit: 3, keep: ['tenant'] };

let ground: DatabaseGround;
let state: State;

beforeEach(async () => {
  ground = await openDatabase(['device-registration']);
  state = ground.openState('device-registration', [devices]);
  for (const tenantId of ['contoso', 'fabrikam']) {
    for (const id of ['d1', 'd2', 'd3', 'd4', 'd5']) {
      const decide = () => ({ state: { name: `${tenantId} ${id}` }, audit: { action: 'device.name' } });
      await state.change(device, { tenantId, id }, decide, options);
      await state.pointers.claim(tenantId, 'serial', `serial-of-${id}`, id);
    }
    await state.change(tenant, { tenantId, id: tenantId }, () => ({ state: { name: tenantId } }), options);
  }
  await ground.feed('device-registration').read((documents) => state.feedPage(documents, async () => []));
});
afterEach(() => ground.close());

/** Forgets until nothing is left; returns how much it was, time after time. */
async function forgetAll(by = state): Promise<number[]> {
  const forgotten = [await by.forget('contoso', AT_ONCE)];
  while (forgotten.at(-1) !== 0) forgotten.push(await by.forget('contoso', AT_ONCE));
  return forgotten;
}

const names = async (tenantId: string) => (await state.rows(tenantId, devices, {})).map(({ name }) => name);

test('a tenant is forgotten some at a time: states, lines and pointers, and of no other tenant', async () => {
  expect(await forgetAll()).toEqual([3, 3, 3, 1, 0]);
  await ground.feed('device-registration').read((documents) => state.feedPage(documents, async () => []));
  expect(await names('contoso')).toEqual([]);
  expect(await state.load(device, 'contoso', 'd1')).toBeUndefined();
  expect(await state.pointers.resolve('contoso', 'serial', 'serial-of-d1')).toBeUndefined();
  expect(await names('fabrikam')).toHaveLength(5);
  expect(await state.pointers.resolve('fabrikam', 'serial', 'serial-of-d1')).toBe('d1');
  const { resources } = await ground.container('device-registration').items.readAll().fetchAll();
  const left = resources.filter(({ tenantId, kind }) => tenantId === 'contoso' && kind !== 'audit');
  expect(JSON.stringify(left)).not.toMatch(/serial-of|contoso d/);
});

test('what proves what happened stays: the kinds that are to stay, versions, and chains that verify', async () => {
  await forgetAll();
  expect(await state.load(tenant, 'contoso', 'contoso')).toMatchObject({ state: { name: 'contoso' } });
  expect(await state.verify('contoso', { from: 1 })).toMatchObject({ intact: true, records: 5 });
  const again = await state.change(
    device,
    { tenantId: 'contoso', id: 'd1' },
    () => ({ state: { name: 'new' } }),
    options,
  );
  expect(again.version).toBe(3);
});

test('what changes in the midst of it is forgotten as it is then', async () => {
  const late = ground.openState('device-registration', [devices]);
  await Promise.all([
    forgetAll(),
    late.change(device, { tenantId: 'contoso', id: 'd3' }, () => ({ state: { name: 'late' } }), options),
  ]);
  expect(await state.forget('contoso', AT_ONCE)).toBeLessThanOrEqual(1);
  expect(await state.load(device, 'contoso', 'd3')).toBeUndefined();
});
