import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { deviceSchema } from './device.ts';

export const deviceAggregate = defineAggregate({
  kind: 'device',
  schemaVersion: 2,
  schema: deviceSchema,
  upgrades: { 1: (data) => ({ ...Object(data), incidents: [] }) },
});

/** For finding a device by the id that alerts name it by. */
export const protectedDeviceList = defineList({
  name: 'protected-devices',
  of: deviceAggregate,
  columns: ['entraDeviceId', 'sensitive'],
  row: ({ entraDeviceId, sensitive }) => ({ entraDeviceId, sensitive }),
});

/** Those of the managed devices that have one of these ids in Entra, by it. */
export async function devicesByEntraId(state: State, tenantId: string, ids: readonly string[]) {
  const rows = await state.rows(tenantId, protectedDeviceList, { filter: { entraDeviceId: [...new Set(ids)] } });
  return new Map(rows.flatMap((row) => (row.entraDeviceId ? [[row.entraDeviceId, row] as const] : [])));
}
