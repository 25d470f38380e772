import { defineService } from '../../shared/functions/service.ts';
import { knownTenantList, loadKnownTenant } from '../../shared/functions/tenants/known-tenant.ts';
import { forgetStraysJob } from './alerts/forget-strays.timer.ts';
import { strayAlertList } from './alerts/stray-alert.store.ts';
import { triageAlerts } from './alerts/triage-alerts.event.ts';
import { lookAgain } from './alerts/watch-alerts.event.ts';
import { watchAlertsJob } from './alerts/watch-alerts.timer.ts';
import { protectedDeviceList } from './devices/device.store.ts';
import { onDevice } from './devices/on-device.event.ts';
import { incidentList } from './incidents/incident.store.ts';
import { incidentRoutes } from './incidents/incidents.http.ts';
import { awaitApproval } from './isolations/await-approval.event.ts';
import { driveIsolation } from './isolations/drive-isolation.event.ts';
import { isolationList } from './isolations/isolation.store.ts';
import { isolationRoutes } from './isolations/isolations.http.ts';
import { resumeJob } from './isolations/resume.timer.ts';
import { microsoft } from './microsoft.graph.ts';
import { securitySettingsRoutes } from './settings/security-settings.http.ts';
import { onTenant } from './tenants/on-tenant.event.ts';

defineService({
  name: 'security-alert-responder',
  tenant: loadKnownTenant,
  microsoft: microsoft.access,
  routes: [...incidentRoutes, ...isolationRoutes, ...securitySettingsRoutes],
  handlers: [
    ...onTenant,
    ...onDevice,
    watchAlertsJob.handler,
    forgetStraysJob.handler,
    resumeJob.handler,
    driveIsolation,
    awaitApproval,
    triageAlerts,
    lookAgain,
  ],
  timers: [watchAlertsJob.timer, forgetStraysJob.timer, resumeJob.timer],
  lists: [knownTenantList, protectedDeviceList, incidentList, isolationList, strayAlertList],
  settings: microsoft.settings,
});
