import { healthEndpoints } from '../../../shared/contracts/http/health.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadSettings } from '../settings/health-settings.store.ts';
import { loadFleetHealth } from './fleet-health.store.ts';
import { shownHealth } from './shown-health.ts';

export const healthRoutes = routes(healthEndpoints, {
  async readHealth({ context: { state }, params: { tenantId } }) {
    const health = await loadFleetHealth(state, tenantId);
    const { settings } = await loadSettings(state, tenantId);
    return ok(shownHealth(health, settings));
  },
});
