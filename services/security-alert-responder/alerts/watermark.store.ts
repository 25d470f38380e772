import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import type { Seen } from './alert.ts';

const watermarkAggregate = defineAggregate({
  kind: 'alert-watermark',
  schemaVersion: 2,
  schema: z.object({ newest: z.iso.datetime(), versions: z.record(z.string(), z.iso.datetime()) }),
  upgrades: { 1: (data) => ({ ...Object(data), versions: {} }) },
});

const ID = 'alerts';

/** What has been taken in; undefined before any alert was. */
export async function loadSeen(state: State, tenantId: string): Promise<Seen | undefined> {
  return (await state.load(watermarkAggregate, tenantId, ID))?.state;
}

/** Only after everything in it is saved. */
export async function saveSeen(state: State, tenantId: string, seen: Seen, options: ChangeOptions): Promise<void> {
  await state.change(
    watermarkAggregate,
    { tenantId, id: ID },
    (current) => {
      if (current && current.newest > seen.newest) return undefined;
      return JSON.stringify(current) === JSON.stringify(seen) ? undefined : { state: seen };
    },
    options,
  );
}
