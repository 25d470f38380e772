import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { carryOut } from './carry-out.event.ts';
import { isolationList } from './isolation.store.ts';

/** An approval is carried out within a minute, whatever became of the request that gave it. */
export const carryOutJob = tenantJob({
  name: 'carry-out-isolations',
  schedule: '45 * * * * *',
  async due({ state }, tenantId) {
    const isolations = await state.totals(tenantId, isolationList, 'state');
    return Boolean(isolations['waiting-for-approval'] || isolations['planned']);
  },
  run: carryOut,
});
