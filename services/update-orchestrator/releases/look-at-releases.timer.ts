import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { takeInventory } from '../inventory/take-inventory.event.ts';
import { enforceRings } from '../rings/enforce-rings.event.ts';
import { lookAtReleases } from './look-at-releases.event.ts';

/** Six times a day, and the gate may look as often as it likes: its statistics allow it. */
export const lookAtReleasesJob = tenantJob({
  name: 'look-at-releases',
  schedule: '0 40 */4 * * *',
  async run(context) {
    const tenant = await loadKnownTenant(context.state, context.tenantId);
    if (tenant?.state !== 'active') return;
    await takeInventory(context);
    await lookAtReleases(context, tenant.timeZone);
    await enforceRings(context);
  },
});
