import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { applyApproved } from './apply-approved.event.ts';
import { isAnyWaiting } from './isolation.store.ts';

/** An approval is carried out within a minute, whatever became of the request that gave it. */
export const applyApprovedJob = tenantJob({
  name: 'apply-approved',
  schedule: '45 * * * * *',
  due: ({ state }, tenantId) => isAnyWaiting(state, tenantId),
  run: applyApproved,
});
