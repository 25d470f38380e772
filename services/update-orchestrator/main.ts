import { defineService } from '../../shared/functions/service.ts';
import { knownTenantList, loadKnownTenant } from '../../shared/functions/tenants/known-tenant.ts';
import { ringAssignmentList } from './devices/device.store.ts';
import { onDevice } from './devices/on-device.event.ts';
import { onStopErrors } from './gate/on-stop-errors.event.ts';
import { microsoft } from './microsoft.graph.ts';
import { moveDevices } from './moves/move-devices.event.ts';
import { ringMoveRoutes } from './moves/ring-moves.http.ts';
import { lookAtReleasesJob } from './releases/look-at-releases.timer.ts';
import { releaseList } from './releases/release.store.ts';
import { releaseRoutes } from './releases/releases.http.ts';
import { enforceNow } from './rings/enforce-rings.event.ts';
import { placeDevicesJob } from './rings/place-devices.timer.ts';
import { repairRingsJob } from './rings/repair-rings.timer.ts';
import { ringRoutes } from './rings/rings.http.ts';
import { updateStatusRoutes } from './status/update-status.http.ts';
import { onTenant } from './tenants/on-tenant.event.ts';

defineService({
  name: 'update-orchestrator',
  tenant: loadKnownTenant,
  microsoft: microsoft.access,
  routes: [...ringRoutes, ...ringMoveRoutes, ...releaseRoutes, ...updateStatusRoutes],
  handlers: [
    ...onTenant,
    ...onDevice,
    onStopErrors,
    placeDevicesJob.handler,
    repairRingsJob.handler,
    lookAtReleasesJob.handler,
    moveDevices.handler,
    enforceNow.handler,
  ],
  timers: [placeDevicesJob.timer, repairRingsJob.timer, lookAtReleasesJob.timer],
  lists: [knownTenantList, ringAssignmentList, releaseList],
  settings: microsoft.settings,
});
