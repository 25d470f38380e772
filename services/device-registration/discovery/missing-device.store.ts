import { definePacks } from '../../../shared/state/packs.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type MissingDevice, missingDevice } from './missing.ts';

const packs = definePacks<MissingDevice>({
  kind: 'missing-device',
  entry: missingDevice,
  idOf: ({ deviceId }) => deviceId,
});

export const loadMissing = (state: State, tenantId: string): Promise<ReadonlyMap<string, MissingDevice>> =>
  packs.load(state, tenantId);

/** Writes nothing as long as nothing is missing. */
export async function saveMissing(
  state: State,
  tenantId: string,
  { before, now }: { readonly before: ReadonlyMap<string, MissingDevice>; readonly now: readonly MissingDevice[] },
  options: ChangeOptions,
): Promise<void> {
  if (before.size === 0 && now.length === 0) return;
  await packs.save(state, tenantId, now, options);
}
