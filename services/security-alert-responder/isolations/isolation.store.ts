import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { isolationSchema } from './isolation.ts';

export const isolationAggregate = defineAggregate({ kind: 'isolation', schemaVersion: 1, schema: isolationSchema });

export const isolationList = defineList({
  name: 'isolations',
  of: isolationAggregate,
  columns: ['requestedAt', 'deviceId', 'incidentId', 'wanted', 'state', 'requestedBy', 'approvedBy', 'endedAt'],
  row: ({ requestedAt, deviceId, incidentId, wanted, stage, requestedBy, approvedBy }) => ({
    requestedAt,
    deviceId,
    incidentId,
    wanted,
    state: stage.kind,
    requestedBy,
    approvedBy,
    endedAt: 'at' in stage && stage.kind !== 'sending' && stage.kind !== 'sent' ? stage.at : null,
  }),
});

/** Whether a second person's word is waited for. */
export async function isAnyWaiting(state: State, tenantId: string): Promise<boolean> {
  const { items } = await state.list(tenantId, isolationList, { filter: { state: 'waiting-for-approval' }, limit: 1 });
  return items.length > 0;
}
