import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';

const watermarkAggregate = defineAggregate({
  kind: 'alert-watermark',
  schemaVersion: 1,
  schema: z.object({ newest: z.iso.datetime() }),
});

const ID = 'alerts';

/** When the newest alert that has been taken in was changed; null before any was. */
export async function loadWatermark(state: State, tenantId: string): Promise<string | null> {
  return (await state.load(watermarkAggregate, tenantId, ID))?.state.newest ?? null;
}

/** Only after everything up to then is saved. */
export async function moveWatermark(
  state: State,
  tenantId: string,
  newest: string,
  options: ChangeOptions,
): Promise<void> {
  await state.change(
    watermarkAggregate,
    { tenantId, id: ID },
    (current) => (current && current.newest >= newest ? undefined : { state: { newest } }),
    options,
  );
}
