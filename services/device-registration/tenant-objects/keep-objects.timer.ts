import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { isReviewHour } from '../numbers.ts';
import { findTenant, tenantList } from '../tenants/tenant.store.ts';
import { keepObjects, startSetUp } from './keep-objects.event.ts';
import { loadObjects } from './tenant-objects.store.ts';
import { isInOrder, isRetryHour } from './tenant-objects.ts';

/** Once a day, and more often soon after enrolment where something is missing: what the service needs in a tenant is there. */
export const keepTenantObjects = tenantJob({
  name: 'keep-tenant-objects',
  schedule: '0 37 * * * *',
  tenants: tenantList,
  async due({ state }, tenantId, at) {
    if (isReviewHour(at)) return true;
    const objects = await loadObjects(state, tenantId);
    if (objects && isInOrder(objects)) return false;
    const found = await findTenant(state, tenantId);
    return found !== undefined && isRetryHour(Date.parse(found.tenant.enrolledAt), at);
  },
  async run(context) {
    const { state, tenantId } = context;
    if (await loadObjects(state, tenantId)) return keepObjects(context);
    const found = await findTenant(state, tenantId);
    if (found) await startSetUp(context, found.tenant.enrolledAt);
  },
});
