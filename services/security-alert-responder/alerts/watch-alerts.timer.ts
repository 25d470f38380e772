import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { watchAlerts } from './watch-alerts.event.ts';

/** Every five minutes, which is as often as a tenant is looked at unless it says otherwise. */
export const watchAlertsJob = tenantJob({ name: 'watch-alerts', schedule: '30 */5 * * * *', run: watchAlerts });
