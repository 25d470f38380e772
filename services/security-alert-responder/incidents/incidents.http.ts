import { securityIncidentEndpoints } from '../../../shared/contracts/http/security-incidents.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { enqueueTriage } from '../alerts/triage-alerts.event.ts';
import { devicesIsolated, incidentUnknown } from '../errors.ts';
import type { InvolvingAlert } from './alert-of-incident.ts';
import { loadPage } from './alert-page.store.ts';
import { resolved } from './changes.ts';
import { incidentAggregate, incidentList } from './incident.store.ts';
import { type Incident, recordOf } from './incident.ts';

export const incidentRoutes = routes(securityIncidentEndpoints, {
  listSecurityIncidents: (call) => answerList(call, incidentList, { defaultSort: '-lastSeen' }),

  async readSecurityIncident({ context: { state, tenantId }, params: { incidentId } }) {
    const found = await state.load(incidentAggregate, tenantId, incidentId);
    if (!found) throw incidentUnknown();
    return ok(bodyOf(found.state), { etag: found.etag });
  },

  async listIncidentAlerts({ context: { state, tenantId }, params: { incidentId }, query }) {
    const incident = (await state.load(incidentAggregate, tenantId, incidentId))?.state;
    if (!incident) throw incidentUnknown();
    const page = Number(query.after ?? 0);
    const alerts = page === 0 ? incident.alerts : await loadPage(state, { tenantId, incidentId, page });
    return ok({
      items: alerts.map(bodyOfAlert),
      ...(page < incident.pages.length && { next: String(page + 1) }),
      ...(page === 0 && { total: incident.alertCount }),
    });
  },

  async resolveSecurityIncident(call) {
    const { context, params, body } = call;
    const { state, tenantId, clock } = context;
    const resolution = { ...body, at: new Date(clock.now()).toISOString() };
    const { state: incident } = await state.change(
      incidentAggregate,
      { tenantId, id: params.incidentId },
      (current) => {
        if (!current) throw incidentUnknown();
        if (current.isolated.length > 0) throw devicesIsolated();
        return resolved(current, resolution);
      },
      commandOf(call),
    );
    if (!incident) throw incidentUnknown();
    // Also when it was over before: the one who asked first may have been cut off here.
    if (incident.resolution) await enqueueTriage(context, incident.incidentId, incident.resolution.at);
    return ok(bodyOf(incident));
  },
});

function bodyOf(incident: Incident) {
  return {
    ...recordOf(incident),
    alertCount: incident.alertCount,
    alerts: incident.alerts.map(bodyOfAlert),
    isolated: incident.isolated,
  };
}

const bodyOfAlert = ({ updatedAt: _, devices, ...alert }: InvolvingAlert) => ({
  ...alert,
  devices: devices.map(({ deviceId }) => deviceId),
});
