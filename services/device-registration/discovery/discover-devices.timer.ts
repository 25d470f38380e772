import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { resumeRemovals } from '../removal/remove-device.event.ts';
import { loadObjects } from '../tenant-objects/tenant-objects.store.ts';
import { isBegun } from '../tenant-objects/tenant-objects.ts';
import { tenantList } from '../tenants/tenant.store.ts';
import { discover } from './discover.event.ts';

/** Every hour: what Autopilot and Intune have become aware of. */
export const discoverDevices = tenantJob({
  name: 'discover-devices',
  schedule: '0 7 * * * *',
  tenants: tenantList,
  // As long as nobody has let the service in, setting the tenant up finds out when somebody does.
  async due({ state }, tenantId) {
    const objects = await loadObjects(state, tenantId);
    return objects !== undefined && isBegun(objects);
  },
  async run(context, { at }) {
    await discover(context, at);
    await resumeRemovals(context, at);
  },
});
