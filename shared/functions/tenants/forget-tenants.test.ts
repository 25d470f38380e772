import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DatabaseGround, openDatabase } from '../../../tests/pipeline/ground.ts';
import type { TenantRecord } from '../../contracts/events/tenant-events.ts';
import { operation } from '../../state/operations.ts';
import type { State } from '../../state/state.ts';
import type { Context } from '../context.ts';
import { forgetTenants } from './forget-tenants.ts';
import { knownTenant, knownTenantList, loadKnownTenant } from './known-tenant.ts';

const DAY = 24 * 60 * 60_000;
const options = { actor: { kind: 'service', id: 'health-monitor' } } as const;
const job = forgetTenants({ tenant: loadKnownTenant, lists: [knownTenantList] });

let ground: DatabaseGround;
let state: State;
let leftAt: number;

beforeEach(async () => {
  ground = await openDatabase(['health-monitor']);
  state = ground.openState('health-monitor', [knownTenantList]);
  leftAt = ground.clock.now();
  await state.operations.create('contoso', 'o1', 'import', ['rows'], options);
  await become('offboarded', { offboardedAt: new Date(leftAt).toISOString() });
});
afterEach(() => ground.close());

async function become(standing: TenantRecord['state'], more: Partial<TenantRecord> = {}): Promise<void> {
  const entraTenantId = '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
  const where = { region: 'westeurope', timeZone: 'UTC', dataResidency: 'EU', operators: [{ entraTenantId }] };
  const record = { tenantId: 'contoso', name: 'Contoso', entraTenantId, ...where, state: standing, ...more };
  await state.change(knownTenant, { tenantId: 'contoso', id: 'contoso' }, () => ({ state: record }), options);
  await ground.feed('health-monitor').read((documents) => state.feedPage(documents, async () => []));
}

/** A night so many days after the departure: the timer, and all the work that comes of it. Returns how much there was. */
async function night(days: number, inTheMidst = async () => {}): Promise<number> {
  ground.clock.jumpTo(leftAt + days * DAY);
  const queue: unknown[] = [];
  const context = {
    ...{ ...options, state, clock: ground.clock, correlationId: 'c1' },
    bus: { enqueue: async (_: unknown, data: unknown) => void queue.push(data) },
  } as unknown as Context;
  const { handling } = job.handler;
  if (!('handle' in handling)) throw new TypeError('It is work, no projection.');
  await job.timer.run(context);
  let done = 0;
  for (; queue.length > 0; done++) {
    await handling.handle({ tenantid: 'contoso', data: queue.shift() } as never, context);
    if (done === 0) await inTheMidst();
  }
  return done;
}

const knows = async () => (await state.load(operation, 'contoso', 'o1')) !== undefined;

it('a tenant that left is known for 29 days and forgotten by the thirtieth, once, and on record', async () => {
  expect([await night(28), await knows()]).toEqual([0, true]);
  expect([await night(29), await knows()]).toEqual([2, false]);
  expect(await night(30)).toBe(0);
  const [entry] = (await state.timeline('contoso', 'forgotten-tenant', 'tenant', { limit: 1 })).items;
  expect(entry).toMatchObject({ record: { action: 'tenant.forget' } });
  expect(await loadKnownTenant(state, 'contoso')).toMatchObject({ state: 'offboarded', name: 'Contoso' });
});

it('one that has come back keeps what there is, also when that is in the midst of it', async () => {
  await become('active');
  expect([await night(31), await knows()]).toEqual([0, true]);
  await become('offboarded', { offboardedAt: new Date(leftAt).toISOString() });
  await night(60, () => become('active'));
  await state.operations.create('contoso', 'o2', 'import', ['rows'], options);
  expect(await night(90)).toBe(0);
  expect(await state.load(operation, 'contoso', 'o2')).toBeDefined();
});

it('one that leaves again is forgotten again, a month after that', async () => {
  await night(29);
  await become('active');
  await state.operations.create('contoso', 'o1', 'import', ['rows'], options);
  await become('offboarded', { offboardedAt: new Date(leftAt + 40 * DAY).toISOString() });
  expect([await night(60), await knows()]).toEqual([0, true]);
  expect([await night(69), await knows()]).toEqual([2, false]);
});
