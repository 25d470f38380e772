import type * as z from 'zod';
import { securitySettingsBody } from '../../../shared/contracts/http/security-settings.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';

type SecuritySettings = z.output<typeof securitySettingsBody>;

const DEFAULT: SecuritySettings = { pollSeconds: 300, ignoredOwners: [] };

const settingsAggregate: AggregateDefinition<SecuritySettings> = defineAggregate({
  kind: 'security-settings',
  schemaVersion: 1,
  schema: securitySettingsBody,
});

export async function loadSettings(state: State, tenantId: string): Promise<SecuritySettings> {
  return (await state.load(settingsAggregate, tenantId, tenantId))?.state ?? DEFAULT;
}

export async function saveSettings(
  state: State,
  tenantId: string,
  settings: SecuritySettings,
  options: ChangeOptions,
): Promise<void> {
  await state.change(
    settingsAggregate,
    { tenantId, id: tenantId },
    () => ({ state: settings, audit: { action: 'security-settings.change', detail: settings } }),
    options,
  );
}
