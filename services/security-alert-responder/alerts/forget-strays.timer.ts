import { optionsOf } from '../../../shared/functions/cause.ts';
import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { awaitedDevices, forgetStrays } from './stray-alert.store.ts';

/** As long as Microsoft keeps alerts. [operations: privacy] */
const KEPT_MS = 180 * 86_400_000;

/** Once a day, what has waited too long for its device. */
export const forgetStraysJob = tenantJob({
  name: 'forget-stray-alerts',
  schedule: '0 43 3 * * *',
  due: async ({ state }, tenantId) => (await awaitedDevices(state, tenantId)).length > 0,
  async run(context) {
    const { state, tenantId, clock } = context;
    await forgetStrays(state, tenantId, new Date(clock.now() - KEPT_MS).toISOString(), optionsOf(context));
  },
});
