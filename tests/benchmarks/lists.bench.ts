import { CosmosClient } from '@azure/cosmos';
import { z } from 'zod';
import { startCosmos } from '../../infra/local/cosmos/cosmos.ts';
import { createDatabase } from '../../infra/local/supervisor/database.ts';
import { containers, DATABASE, leaseContainerOf } from '../../shared/contracts/state/containers.ts';
import { csvText } from '../../shared/functions/csv.ts';
import { defineAggregate } from '../../shared/state/aggregate.ts';
import { leaseContainer, stateContainer } from '../../shared/state/container.ts';
import type { StateDocument } from '../../shared/state/documents.ts';
import { defineList } from '../../shared/state/lists.ts';
import { stateOn } from '../../shared/state/open-state.ts';
import type { State } from '../../shared/state/state.ts';
import { interleaved } from './rounds.ts';
import { type Row, row, type Suite } from './row.ts';

const ROWS = 100_000;
/** Documents that the feed hands over at a time. */
const PAGE = 200;
const TENANT = 'contoso';
const SERVICE = 'device-registration';

/** A list of a hundred thousand devices: written by the feed, then asked in every way. */
export const suite: Suite = async (progress) => {
  const cosmos = await startCosmos({ port: false });
  await createDatabase(cosmos, DATABASE, containers);
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient: cosmos.httpClient });
  const named = async (name: string) => client.database(DATABASE).container(name);
  const both = {
    container: stateContainer(() => named(SERVICE)),
    leases: leaseContainer(() => named(leaseContainerOf(SERVICE))),
  };
  const open = () => stateOn(both, { service: SERVICE, clock: Date, lists: [deviceList] });
  try {
    progress(`lists, writing ${ROWS} rows …`);
    const state = open();
    const began = performance.now();
    await write(state, 0, ROWS);
    const rate = ROWS / ((performance.now() - began) / 1_000);
    progress('lists, reading …');
    return [row('lists rows written by the feed', rate, '/s'), ...(await readingRows(state, open))];
  } finally {
    client.dispose();
    await cosmos.close();
  }
};

const device = z.object({ name: z.string(), ring: z.string(), model: z.string(), diskGb: z.int() });

const deviceList = defineList({
  name: 'devices',
  of: defineAggregate({ kind: 'device', schemaVersion: 1, schema: device }),
  row: (state) => state,
  columns: ['name', 'ring', 'model', 'diskGb'],
  search: ['name'],
});

async function write(state: State, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, to - at) }, (_, index) => documentOf(at + index, 1));
    await state.feedPage(page, async () => []);
  }
}

const RINGS = ['test', 'first', 'fast', 'broad'];

function documentOf(number: number, version: number): StateDocument {
  // Spread, so that the order of names is not that of arrival.
  const name = `LAPTOP-${((number * 7_919) % ROWS).toString().padStart(6, '0')}`;
  const data = { name, ring: RINGS[number % 4], model: `Model ${number % 23}`, diskGb: 128 * (1 + (number % 8)) };
  const aggregate = `device:${number}`;
  const audit = { count: 0, hash: '' };
  return {
    tenantId: TENANT,
    aggregate,
    id: 'state',
    kind: 'state',
    type: 'device',
    schemaVersion: 1,
    version,
    audit,
    data,
  };
}

/** Each in ms, on a list of a hundred thousand rows. */
async function readingRows(state: State, open: () => State): Promise<Row[]> {
  let version = 1;
  const ask = (query: Parameters<State['list']>[2]) => state.list(TENANT, deviceList, query);
  const middle = await ask({ sort: 'name', search: 'LAPTOP-05', limit: 1 });
  const measured: Readonly<Record<string, () => Promise<unknown>>> = {
    'load in a new process, with a page': () => open().list(TENANT, deviceList, {}),
    'filter that nothing matches': () => ask({ filter: { ring: 'fast', diskGb: 256 }, sort: '-name' }),
    search: () => ask({ search: '99999' }),
    'page in the middle': () => ask({ sort: 'name', ...(middle.next && { after: middle.next }) }),
    'page after a change': async () => {
      await state.feedPage([documentOf(4_711, ++version)], async () => []);
      return ask({ sort: 'name' });
    },
    CSV: async () => csvText({ columns: deviceList.columns, rows: await state.rows(TENANT, deviceList, {}) }),
  };
  const times = await interleaved(Object.keys(measured), async (name) => {
    const began = performance.now();
    await measured[name]?.();
    return performance.now() - began;
  });
  return [...times].map(([name, time]) => row(`lists ${name}, ${ROWS.toLocaleString('en')} rows`, time, 'ms'));
}
