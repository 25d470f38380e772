import { securitySettingsEndpoints } from '../../../shared/contracts/http/security-settings.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadSettings, saveSettings } from './security-settings.store.ts';

export const securitySettingsRoutes = routes(securitySettingsEndpoints, {
  async readSecuritySettings({ context: { state, tenantId } }) {
    return ok(await loadSettings(state, tenantId));
  },

  async changeSecuritySettings(call) {
    const { state, tenantId } = call.context;
    await saveSettings(state, tenantId, call.body, commandOf(call));
    return ok(call.body);
  },
});
