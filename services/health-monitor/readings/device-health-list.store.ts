import { LRUCache } from 'lru-cache';
import { deviceHealthLine as lineSchema } from '../../../shared/contracts/http/device-health.ts';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { computedSnapshot, withComputedList } from '../../../shared/state/computed-list.ts';
import type { Snapshot } from '../../../shared/state/list-store.ts';
import { defineList } from '../../../shared/state/lists.ts';
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
export const withDeviceHealth = (state: State): State =>
  withComputedList(state, deviceHealthList, (tenantId) => snapshotOf(state, tenantId));

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
  const readings = await loadReadings(state, tenantId, health?.packs ?? 0);
  const moment = { at: Date.parse(health?.readAt ?? ''), until: Date.parse(health?.dataUntil ?? '') };
  const lines = [...readings.values()].map((reading) => ({
    id: reading.deviceId,
    row: deviceHealthLine(reading, moment),
  }));
  return computedSnapshot(deviceHealthList, tenantId, lines);
}
