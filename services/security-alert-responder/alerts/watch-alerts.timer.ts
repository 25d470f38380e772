import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { watchAlerts } from './watch-alerts.event.ts';

/** Every minute for those tenants whose time has come. */
export const watchAlertsJob = tenantJob({
  name: 'watch-alerts',
  schedule: '30 * * * * *',
  async due({ state }, tenantId, at) {
    const { pollSeconds } = await loadSettings(state, tenantId);
    return at % (pollSeconds * 1000) === 0;
  },
  run: watchAlerts,
});
