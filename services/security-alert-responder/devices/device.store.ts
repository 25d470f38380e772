import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { deviceSchema } from './device.ts';

export const deviceAggregate = defineAggregate({ kind: 'device', schemaVersion: 1, schema: deviceSchema });

/** For finding a device by the id that alerts name it by. */
export const protectedDeviceList = defineList({
  name: 'protected-devices',
  of: deviceAggregate,
  columns: ['entraDeviceId', 'sensitive'],
  row: ({ entraDeviceId, sensitive }) => ({ entraDeviceId, sensitive }),
});

/** Managed devices by their id in Entra. */
export async function devicesByEntraId(state: State, tenantId: string) {
  const rows = await state.rows(tenantId, protectedDeviceList, {});
  return new Map(rows.flatMap((row) => (row.entraDeviceId ? [[row.entraDeviceId, row] as const] : [])));
}
