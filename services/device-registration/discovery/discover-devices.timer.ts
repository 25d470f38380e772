import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { resumeRemovals } from '../removal/remove-device.event.ts';
import { loadObjects } from '../tenant-objects/tenant-objects.store.ts';
import { tenantList } from '../tenants/tenant.store.ts';
import { discover } from './discover.event.ts';

/** Every hour: what Autopilot and Intune have become aware of. */
export const discoverDevices = tenantJob({
  name: 'discover-devices',
  schedule: '0 7 * * * *',
  tenants: tenantList,
  // Who may read and no more cannot set a tenant up, and finds its devices all the same.
  due: async ({ state }, tenantId) => (await loadObjects(state, tenantId)) !== undefined,
  async run(context, { at }) {
    await discover(context, at);
    await resumeRemovals(context, at);
  },
});
