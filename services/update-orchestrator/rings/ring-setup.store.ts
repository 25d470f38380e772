import { defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { NO_SETUP, type RingSetup, ringSetupSchema } from './ring-setup.ts';

const ringSetupAggregate = defineAggregate({ kind: 'ring-setup', schemaVersion: 1, schema: ringSetupSchema });

const ID = 'rings';

export async function loadRingSetup(state: State, tenantId: string): Promise<RingSetup> {
  return (await state.load(ringSetupAggregate, tenantId, ID))?.state ?? NO_SETUP;
}

/** Saves what differs; nothing is written when nothing does. */
export async function saveRingSetup(
  state: State,
  tenantId: string,
  change: Partial<RingSetup>,
  { audit, ...options }: ChangeOptions & { readonly audit?: { readonly action: string; readonly detail: object } },
): Promise<void> {
  await state.change(
    ringSetupAggregate,
    { tenantId, id: ID },
    (current = NO_SETUP) => {
      const next = { ...current, ...change };
      if (JSON.stringify(next) === JSON.stringify(current)) return undefined;
      return {
        state: next,
        ...(audit && { audit: { action: audit.action, detail: JSON.parse(JSON.stringify(audit.detail)) } }),
      };
    },
    options,
  );
}
