import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { loadSettings } from '../settings/security-settings.store.ts';
import { watchAlerts } from './watch-alerts.event.ts';

/** Every minute for those tenants whose time has come; every five unless they say otherwise. */
export const watchAlertsJob = tenantJob({
  name: 'watch-alerts',
  schedule: '30 * * * * *',
  async due({ state }, tenantId, at) {
    // Most tenants look every five minutes; to ask each of them every minute would cost more than the looks.
    const isUsual = at % 300_000 === 0;
    if (isUsual) return true;
    const { pollSeconds } = await loadSettings(state, tenantId);
    return at % (Math.round(pollSeconds / 60) * 60_000) === 0;
  },
  run: watchAlerts,
});
