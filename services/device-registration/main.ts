import { defineService } from '../../shared/functions/service.ts';
import { deviceList } from './devices/device.store.ts';
import { deviceRoutes } from './devices/devices.http.ts';
import { deviceImportRoutes } from './imports/device-imports.http.ts';
import { importRows } from './imports/import-rows.event.ts';
import { oemShipmentRoutes } from './shipments/oem-shipments.http.ts';
import { oemWebhookKeys } from './shipments/webhook-signature.http.ts';
import { findTenant, tenantList } from './tenants/tenant.store.ts';
import { tenantRoutes } from './tenants/tenants.http.ts';

defineService({
  name: 'device-registration',
  tenant: async (state, tenantId) => (await findTenant(state, tenantId))?.tenant,
  routes: [...tenantRoutes, ...deviceImportRoutes, ...deviceRoutes, ...oemShipmentRoutes],
  handlers: [importRows.handler],
  timers: [],
  lists: [tenantList, deviceList],
  settings: [oemWebhookKeys],
});
