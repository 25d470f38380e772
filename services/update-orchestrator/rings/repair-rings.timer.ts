import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { enforceRings } from './enforce-rings.event.ts';
import { repairMembership } from './repair-membership.event.ts';

/** Every hour what somebody changed in Entra or Intune is put right. */
export const repairRingsJob = tenantJob({
  name: 'repair-rings',
  schedule: '0 10 * * * *',
  async run(context) {
    await enforceRings(context);
    await repairMembership(context);
  },
});
