import { defineService } from '../../shared/functions/service.ts';
import { knownTenantList, loadKnownTenant } from '../../shared/functions/tenants/known-tenant.ts';
import { deviceList } from './devices/device.store.ts';
import { onDevice } from './devices/on-device.event.ts';
import { healthIncidentRoutes } from './incidents/health-incidents.http.ts';
import { incidentList } from './incidents/incident.store.ts';
import { graphSettings, microsoftAccess } from './microsoft.graph.ts';
import { deviceHealthRoutes } from './readings/device-health.http.ts';
import { readFleet } from './readings/read-fleet.timer.ts';
import { onTakeReading } from './readings/take-reading.event.ts';
import { healthSettingsRoutes } from './settings/health-settings.http.ts';
import { healthRoutes } from './signals/health.http.ts';
import { onTenant } from './tenants/on-tenant.event.ts';

defineService({
  name: 'health-monitor',
  tenant: loadKnownTenant,
  microsoft: microsoftAccess,
  routes: [...healthRoutes, ...deviceHealthRoutes, ...healthIncidentRoutes, ...healthSettingsRoutes],
  handlers: [...onTenant, ...onDevice, readFleet.handler, onTakeReading],
  timers: [readFleet.timer],
  lists: [knownTenantList, deviceList, incidentList],
  settings: graphSettings,
});
