import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { approverOf, endedAt, type Isolation, isolationSchema, type Stage } from './isolation.ts';
import { moved } from './moved.ts';

export const isolationAggregate = defineAggregate({ kind: 'isolation', schemaVersion: 1, schema: isolationSchema });

export const isolationList = defineList({
  name: 'isolations',
  of: isolationAggregate,
  columns: ['requestedAt', 'deviceId', 'incidentId', 'wanted', 'state', 'requestedBy', 'approvedBy', 'endedAt'],
  row(isolation) {
    const { requestedAt, deviceId, incidentId, wanted, requestedBy, stage } = isolation;
    const ends = { approvedBy: approverOf(isolation), endedAt: endedAt(isolation) };
    return { requestedAt, deviceId, incidentId, wanted, state: stage.kind, requestedBy, ...ends };
  },
});

export async function loadIsolation(
  state: State,
  tenantId: string,
  isolationId: string,
): Promise<Isolation | undefined> {
  return (await state.load(isolationAggregate, tenantId, isolationId))?.state;
}

/** From the stage it was seen in, and from no other, so that of two who are at it one goes on. Whether it was moved. */
export async function moveIsolation(
  { state, tenantId }: { readonly state: State; readonly tenantId: string },
  { isolationId, stage }: Isolation,
  next: Stage,
  options: ChangeOptions,
  approvedBy?: string,
): Promise<boolean> {
  const { saved } = await state.change(
    isolationAggregate,
    { tenantId, id: isolationId },
    (current) => {
      if (!current || JSON.stringify(current.stage) !== JSON.stringify(stage)) return undefined;
      return moved({ ...current, ...(approvedBy !== undefined && { approvedBy }) }, next);
    },
    options,
  );
  return saved;
}
