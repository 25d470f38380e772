import { healthSettingsEndpoints } from '../../../shared/contracts/http/health.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadSettings, type StoredSettings, saveSettings } from './health-settings.store.ts';

export const healthSettingsRoutes = routes(healthSettingsEndpoints, {
  async readHealthSettings({ context, params: { tenantId } }) {
    return answer(await loadSettings(context.state, tenantId));
  },

  async changeHealthSettings(call) {
    const { body, context, params } = call;
    return answer(await saveSettings(context.state, params.tenantId, body, commandOf(call)));
  },
});

const answer = ({ settings, etag }: StoredSettings) => ok(settings, { ...(etag && { etag }) });
