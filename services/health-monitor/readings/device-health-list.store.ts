import { LRUCache } from 'lru-cache';
import { deviceHealthLine as lineSchema } from '../../../shared/contracts/http/device-health.ts';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { pageOf, rowsOf } from '../../../shared/state/list-query.ts';
import type { Snapshot } from '../../../shared/state/list-store.ts';
import { defineList, type ListDefinition, type Row } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { loadFleetHealth } from '../signals/fleet-health.store.ts';
import { deviceHealthLine } from './device-health-line.ts';
import { loadReadings, READINGS_AREA } from './readings.store.ts';

/** How each device is. Every line moves with every reading, so they are made of the readings and not kept. */
export const deviceHealthList = defineList({
  name: 'device-health',
  of: defineAggregate({ kind: 'device-health', schemaVersion: 1, schema: lineSchema }),
  columns: [
    'deviceName',
    'manufacturer',
    'model',
    'osVersion',
    'stopErrors',
    'firewall',
    'bitlocker',
    'stops30Days',
    'lastStopAt',
    'reporting',
    'lastSyncAt',
    'reason',
  ],
  search: ['deviceName', 'model', 'reason'],
  row: (line) => line,
});

/** A state whose list of device health can be asked for like any other. */
export function withDeviceHealth(state: State): State {
  return {
    ...state,
    list: async (tenantId, list, query) => pageOf(own(list), await snapshotOf(state, tenantId), query),
    rows: async (tenantId, list, query) => rowsOf(own(list), await snapshotOf(state, tenantId), query),
  };
}

function own<R extends Row, S>(list: ListDefinition<R, S>): ListDefinition<R, S> {
  if (list.name !== deviceHealthList.name) throw new TypeError(`${list.name} is kept as other lists are.`);
  return list;
}

/** The lines of a tenant, as of one state of the area of readings in its change vector. */
interface Lines {
  readonly area: number;
  readonly snapshot: Snapshot;
}

/** Per state, since several services may live in one process. */
const caches = new WeakMap<State, LRUCache<string, Lines>>();
const MOST_LINES = 200_000;

/** One point read while nothing has been read anew. */
async function snapshotOf(state: State, tenantId: string): Promise<Snapshot> {
  const cache = caches.get(state) ?? new LRUCache({ maxSize: MOST_LINES, sizeCalculation: sizeOf });
  caches.set(state, cache);
  const { areas } = await state.changes(tenantId);
  const area = areas[READINGS_AREA] ?? 0;
  const known = cache.get(tenantId);
  if (known?.area === area) return known.snapshot;
  const snapshot = await readSnapshot(state, tenantId);
  cache.set(tenantId, { area, snapshot });
  return snapshot;
}

const sizeOf = ({ snapshot }: Lines): number => 1 + (snapshot.chunks[0]?.entries.length ?? 0);

async function readSnapshot(state: State, tenantId: string): Promise<Snapshot> {
  const health = await loadFleetHealth(state, tenantId);
  const readings = health ? await loadReadings(state, tenantId, health.packs) : new Map();
  const moment = { at: Date.parse(health?.readAt ?? ''), until: Date.parse(health?.dataUntil ?? '') };
  const entries = [...readings.values()].map((reading) => ({
    tenantId,
    id: reading.deviceId,
    sequence: 1,
    row: deviceHealthLine(reading, moment),
  }));
  const chunk = { tenantId, aggregate: `list:${deviceHealthList.name}`, number: 0, version: 1, entries } as const;
  return {
    etag: undefined,
    chunks: [{ ...chunk, id: 'chunk:0', kind: 'rows' }],
    numberOf: new Map(),
    views: new Map(),
  };
}
