import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { isolationList } from './isolation.store.ts';
import { resumeIsolations } from './resume.event.ts';

/** Every isolation has a message that carries it on; this is for those that were cut off before it was sent. */
export const resumeJob = tenantJob({
  name: 'resume-isolations',
  schedule: '45 */10 * * * *',
  async due({ state }, tenantId) {
    const isolations = await state.totals(tenantId, isolationList, 'state');
    return Boolean(isolations['waiting-for-approval'] || isolations['planned']);
  },
  run: resumeIsolations,
});
