import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { DEFAULT_SETTINGS, type HealthSettings, healthSettings } from './health-settings.ts';

/** One for each tenant that has set something, under the tenant's id. */
const settingsAggregate: AggregateDefinition<HealthSettings> = defineAggregate({
  kind: 'health-settings',
  schemaVersion: 1,
  schema: healthSettings,
});

export interface StoredSettings {
  readonly settings: HealthSettings;
  /** Absent while the tenant has set nothing. */
  readonly etag?: string;
}

export async function loadSettings(state: State, tenantId: string): Promise<StoredSettings> {
  const found = await state.load(settingsAggregate, tenantId, tenantId);
  return found ? { settings: found.state, etag: found.etag } : { settings: DEFAULT_SETTINGS };
}

/** Throws Refusal `stale` when they are no longer what the caller has seen. */
export async function saveSettings(
  state: State,
  tenantId: string,
  settings: HealthSettings,
  options: ChangeOptions,
): Promise<StoredSettings> {
  const { etag } = await state.change(
    settingsAggregate,
    { tenantId, id: tenantId },
    () => ({ state: settings, audit: { action: 'health-settings.change', detail: settings } }),
    options,
  );
  return { settings, ...(etag && { etag }) };
}
