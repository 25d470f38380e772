import { defineAggregate } from '../../../shared/state/aggregate.ts';
import type { State } from '../../../shared/state/state.ts';
import { type Crashes, crashesSchema, NO_CRASHES } from './crashes.ts';

export const crashesAggregate = defineAggregate({ kind: 'crashes', schemaVersion: 1, schema: crashesSchema });

export const CRASHES_ID = 'fleet';

export async function loadCrashes(state: State, tenantId: string): Promise<Crashes> {
  return (await state.load(crashesAggregate, tenantId, CRASHES_ID))?.state ?? NO_CRASHES;
}
