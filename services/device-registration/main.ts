import { defineService } from '../../shared/functions/service.ts';
import { syncAutopilot } from './autopilot/sync-autopilot.event.ts';
import { tidyUploads } from './autopilot/tidy-uploads.event.ts';
import { uploadHashes } from './autopilot/upload-hashes.event.ts';
import { deviceList } from './devices/device.store.ts';
import { deviceRoutes } from './devices/devices.http.ts';
import { discoverDevices } from './discovery/discover-devices.timer.ts';
import { observeDevices } from './discovery/observe-devices.event.ts';
import { deviceImportRoutes } from './imports/device-imports.http.ts';
import { importRows } from './imports/import-rows.event.ts';
import { graphSettings, microsoftAccess } from './microsoft.graph.ts';
import { removeDevice } from './removal/remove-device.event.ts';
import { oemShipmentRoutes } from './shipments/oem-shipments.http.ts';
import { oemWebhookKeys } from './shipments/webhook-signature.http.ts';
import { setUpTenant } from './tenant-objects/keep-objects.event.ts';
import { keepTenantObjects } from './tenant-objects/keep-objects.timer.ts';
import { findTenant, tenantList } from './tenants/tenant.store.ts';
import { tenantRoutes } from './tenants/tenants.http.ts';

defineService({
  name: 'device-registration',
  tenant: async (state, tenantId) => (await findTenant(state, tenantId))?.tenant,
  microsoft: microsoftAccess,
  routes: [...tenantRoutes, ...deviceImportRoutes, ...deviceRoutes, ...oemShipmentRoutes],
  handlers: [
    setUpTenant,
    keepTenantObjects.handler,
    importRows.handler,
    uploadHashes.handler,
    syncAutopilot,
    tidyUploads,
    discoverDevices.handler,
    observeDevices.handler,
    removeDevice,
  ],
  timers: [keepTenantObjects.timer, discoverDevices.timer],
  lists: [tenantList, deviceList],
  settings: [oemWebhookKeys, ...graphSettings],
});
